package io.github.camelelevenlabs.stt.emulator;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Runs the same checks against a service and the emulator and reports the differences. It compares the messages and their
 * times, not the transcribed words.
 */
final class Conformance {
    private static final Path RECORDING =
            Path.of("..", "..", "examples", "first-transcript", "recordings", "harbour.wav");
    private static final double DOLLARS_PER_HOUR = 0.39;
    private static final int SECOND = 2 * Service.SAMPLE_RATE;
    // Upper bounds.
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration SENTENCE = Duration.ofMillis(3500);
    private static final Duration SILENCE = Duration.ofMillis(38_000);
    private static final Duration TAIL = Duration.ofMillis(1000);
    private static final Duration TOO_LITTLE = Duration.ofMillis(200);
    // The shortest edit that is billed.
    private static final Duration BILLED_EDIT = Duration.ofSeconds(10);
    private static final double MORE_FOR_ENTITIES_AND_EDITS = 1.3;

    /**
     * A behaviour.
     *
     * @param audio what it sends, or more if more is billed
     */
    record Check(String name, Duration audio, BiConsumer<Service, Findings> question) {}

    private final byte[] sentence;
    private final List<Check> checks;

    Conformance() {
        sentence = Arrays.copyOf(recording(), (int) (SECOND * SENTENCE.toMillis() / 1000));
        checks = List.of(
                new Check("a wrong key", Duration.ZERO, this::wrongKey),
                new Check("refused parameters", Duration.ZERO, this::refusedParameters),
                new Check("the settings of a session", Duration.ZERO, this::settings),
                new Check("a single-use token", Duration.ZERO, this::token),
                new Check("messages that are none", Duration.ZERO, this::badMessages),
                new Check("context that comes late", Duration.ZERO, this::lateContext),
                new Check("a commit with word times", SENTENCE, this::wordTimes),
                new Check("a commit with the language", SENTENCE, this::language),
                new Check("a commit with entities", SENTENCE, this::entities),
                new Check("a commit with an edit", BILLED_EDIT, this::edit),
                new Check("a commit of too little", TOO_LITTLE, this::throttled),
                new Check("a commit in a pause", SENTENCE.plus(TAIL), this::voiceActivity),
                new Check("a commit unasked", SILENCE, this::unasked),
                new Check("a client that says nothing", Duration.ZERO, this::idle));
    }

    private static byte[] recording() {
        try (AudioInputStream audio = AudioSystem.getAudioInputStream(RECORDING.toFile())) {
            return audio.readAllBytes();
        } catch (IOException | UnsupportedAudioFileException e) {
            throw new IllegalStateException("Cannot read " + RECORDING.toAbsolutePath(), e);
        }
    }

    List<Check> checks() {
        return checks;
    }

    /** The billed audio of all checks. */
    Duration audio() {
        return checks.stream().map(Check::audio).reduce(Duration.ZERO, Duration::plus);
    }

    /** The amount of audio and an upper bound of its price. */
    String price() {
        double dollars = audio().toMillis() / 3_600_000.0 * DOLLARS_PER_HOUR * MORE_FOR_ENTITIES_AND_EDITS;
        return String.format(
                Locale.ROOT,
                "%.0f s of audio are billed: less than $%.3f, at $%.2f an hour and 30 %% more for entities and edits",
                audio().toMillis() / 1000.0,
                dollars + 0.0005,
                DOLLARS_PER_HOUR);
    }

    /** Runs all checks; returns one line for each difference. */
    List<String> compare(Service service, Service emulator, List<String> log) {
        List<String> differences = new ArrayList<>();
        for (Check check : checks) {
            Findings here = ask(check, service);
            List<String> found = here.differences(ask(check, emulator));
            log.add(check.name() + ": " + (found.isEmpty() ? here.size() + " facts are the same" : "differs"));
            found.forEach(difference -> {
                log.add("    " + difference);
                differences.add(check.name() + ", " + difference);
            });
        }
        return differences;
    }

    private static Findings ask(Check check, Service service) {
        Findings findings = new Findings(service.speed());
        try {
            check.question().accept(service, findings);
        } catch (CompletionException | ConditionTimeoutException e) {
            findings.fact("comes to its end", "no: " + e.getMessage());
        }
        return findings;
    }

    /** The first message of this type, which may have arrived already. */
    private static JsonNode seen(RealtimeClient client, String type) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !client.all(type).isEmpty());
        return client.all(type).get(0);
    }

    /** Whether the condition becomes true within the time limit of the service. */
    private static boolean soon(Callable<Boolean> condition) {
        try {
            await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private void wrongKey(Service service, Findings findings) {
        try (RealtimeClient client = RealtimeClient.connect(service.uri(), "", "not-a-key")) {
            end(client, findings, "");
        }
    }

    private void refusedParameters(Service service, Findings findings) {
        String tooMany =
                IntStream.rangeClosed(1, 51).mapToObj(i -> "keyterms=t" + i).collect(Collectors.joining("&"));
        List<String> queries = List.of(
                "model_id=scribe_v1",
                "language_code=pt-BR",
                "commit_strategy=never",
                "audio_format=mp3_44100",
                "vad_threshold=0.95",
                "vad_silence_threshold_secs=0.2",
                "min_speech_duration_ms=10",
                "keyterms=longer-than-twenty-characters",
                tooMany,
                "filter_background_audio=true&include_timestamps=true",
                "transcript_edit=short&entity_detection=all");
        for (String query : queries) {
            try (RealtimeClient client = service.connect(query)) {
                end(client, findings, (query.equals(tooMany) ? "51 keyterms" : query) + ": ");
            }
        }
    }

    /** The messages until the service closes, and the close. */
    private static void end(RealtimeClient client, Findings findings, String about) {
        RealtimeClient.Closed closed = client.awaitClosed();
        findings.fact(about + "messages", client.types());
        findings.fact(about + "errors", errors(client));
        findings.fact(about + "close", closed.code() + " " + closed.reason());
    }

    private static List<String> errors(RealtimeClient client) {
        return client.types().stream()
                .distinct()
                .flatMap(type -> client.all(type).stream())
                .filter(message -> message.has("error"))
                .map(message -> message.get("error").asText())
                .toList();
    }

    private void settings(Service service, Findings findings) {
        try (RealtimeClient client = service.connect("language_code=en&include_timestamps=true&keyterms=Karlsson"
                + "&commit_strategy=vad&vad_threshold=0.5&no_such_parameter=1")) {
            findings.time("time to session_started", service.time(() -> seen(client, "session_started")));
            JsonNode started = client.all("session_started").get(0);
            findings.fact("fields", names(started));
            findings.fact(
                    "session_id", started.path("session_id").asText().replaceAll("[0-9a-f]{32}", "32 hex digits"));
            for (String name : names(started.path("config"))) {
                findings.fact(name, started.path("config").get(name));
            }
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void token(Service service, Findings findings) {
        String token = service.mintToken();
        findings.fact("looks", token.replaceFirst("_.*", "_"));
        try (RealtimeClient client = RealtimeClient.connect(service.uri(), "token=" + token, null)) {
            findings.fact(
                    "first use",
                    seen(client, "session_started").get("message_type").asText());
        }
        try (RealtimeClient client = RealtimeClient.connect(service.uri(), "token=" + token, null)) {
            end(client, findings, "second use: ");
        }
    }

    private void badMessages(Service service, Findings findings) {
        List<String> messages = List.of(
                "{\"message_type\":\"commit\"}",
                "{\"type\":\"flush\"}",
                "{\"message_type\":\"input_audio_chunk\",\"commit\":false,\"sample_rate\":16000}",
                "{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"%%%\",\"commit\":false,\"sample_rate\":16000}",
                "no JSON");
        for (String message : messages) {
            try (RealtimeClient client = service.start("")) {
                client.send(message);
                findings.fact(message, seen(client, "input_error").path("error").asText());
                findings.fact(message + " leaves the session open", answersAgain(client, message));
            }
        }
    }

    private static boolean answersAgain(RealtimeClient client, String message) {
        try {
            client.send(message);
        } catch (CompletionException closed) {
            return false;
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> client.all("input_error").size() == 2 || client.isClosed());
        return client.all("input_error").size() == 2;
    }

    private void lateContext(Service service, Findings findings) {
        try (RealtimeClient client = service.start("")) {
            client.keepalive().previousText("So far");
            findings.fact("error", seen(client, "input_error").path("error").asText());
        }
    }

    private RealtimeClient sayAndCommit(Service service, String query) {
        RealtimeClient client = service.start(query);
        service.speak(client, sentence, 1);
        client.commit();
        return client;
    }

    private void wordTimes(Service service, Findings findings) {
        try (RealtimeClient client = sayAndCommit(service, "include_timestamps=true&language_code=en")) {
            findings.time("time to the answer", service.time(() -> seen(client, "committed_transcript")));
            JsonNode timed = seen(client, "committed_transcript_with_timestamps");
            String text = client.texts("committed_transcript").get(0);
            List<String> types = client.types();
            findings.fact(
                    "partials before the commit",
                    types.indexOf("partial_transcript") < types.indexOf("committed_transcript"));
            findings.fact("answer", answer(client));
            findings.fact("same text in both", timed.path("text").asText().equals(text));
            findings.fact(
                    "repeated as a partial", client.texts("partial_transcript").lastIndexOf(text) >= 0);
            findings.fact("fields", names(timed));
            findings.fact("fields of a word", names(timed.at("/words/0")));
            findings.fact("fields of a character", names(timed.at("/words/0/characters/0")));
            findings.fact("words and spaces", kinds(timed));
            findings.fact("joined, the words are the text", joined(timed).equals(text));
            findings.fact("ends within the audio", timed.at("/words/0/end").asDouble() * 1000 < SENTENCE.toMillis());
        }
    }

    /** Whether there was a partial with this text after the first commit. */
    private static boolean isRepeated(RealtimeClient client, String text) {
        List<String> types = client.types();
        return types.lastIndexOf("partial_transcript") > types.indexOf("committed_transcript")
                && client.texts("partial_transcript").contains(text);
    }

    private static List<String> answer(RealtimeClient client) {
        return client.types().stream()
                .filter(type -> type.startsWith("committed"))
                .toList();
    }

    private static Set<String> kinds(JsonNode timed) {
        return StreamSupport.stream(timed.path("words").spliterator(), false)
                .map(word -> word.path("type").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String joined(JsonNode timed) {
        return StreamSupport.stream(timed.path("words").spliterator(), false)
                .map(word -> word.path("text").asText())
                .collect(Collectors.joining());
    }

    private void language(Service service, Findings findings) {
        try (RealtimeClient client = sayAndCommit(service, "include_language_detection=true")) {
            JsonNode detected = seen(client, "committed_transcript_with_timestamps");
            seen(client, "committed_transcript");
            findings.fact("answer", answer(client));
            findings.fact("words", detected.get("words"));
            findings.fact("language_code", detected.path("language_code").asText());
        }
    }

    private void entities(Service service, Findings findings) {
        try (RealtimeClient client = sayAndCommit(service, "entity_detection=all&language_code=en")) {
            JsonNode entities = seen(client, "committed_transcript_entities");
            findings.fact("answer", answer(client));
            findings.fact("fields", names(entities));
            findings.fact("entities are a list", entities.path("entities").isArray());
        }
    }

    private void edit(Service service, Findings findings) {
        try (RealtimeClient client = sayAndCommit(service, "transcript_edit=in%20capitals&language_code=en")) {
            JsonNode edited = seen(client, "edited_transcript");
            findings.fact("fields", names(edited));
            findings.fact(
                    "names its text",
                    client.texts("committed_transcript")
                            .contains(edited.path("text").asText()));
        }
    }

    private void throttled(Service service, Findings findings) {
        try (RealtimeClient client = service.start("")) {
            client.audio(new byte[(int) (SECOND * TOO_LITTLE.toMillis() / 1000)])
                    .commit();
            end(client, findings, "");
        }
    }

    private void voiceActivity(Service service, Findings findings) {
        try (RealtimeClient client =
                service.start("commit_strategy=vad&vad_silence_threshold_secs=0.8&language_code=en")) {
            service.speak(client, sentence, 1);
            service.speak(client, new byte[(int) (SECOND * TAIL.toMillis() / 1000)], 1);
            findings.fact(
                    "answer",
                    List.of(seen(client, "committed_transcript")
                            .get("message_type")
                            .asText()));
            findings.fact(
                    "has text", !client.texts("committed_transcript").get(0).isBlank());
        }
    }

    private void unasked(Service service, Findings findings) {
        try (RealtimeClient client = service.start("")) {
            service.speak(client, new byte[(int) (SECOND * SILENCE.toMillis() / 1000)], 4);
            findings.fact(
                    "text of silence",
                    seen(client, "committed_transcript").get("text").asText());
            findings.fact("how many", client.all("committed_transcript").size());
        }
    }

    private void idle(Service service, Findings findings) {
        try (RealtimeClient client = service.start("")) {
            findings.time("closes after", service.time(client::awaitClosed));
            end(client, findings, "");
        }
    }
}
