package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.Script;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections fail at random, and every word arrives once, in order and at its time. */
class ReliabilityIT extends CamelTestSupport {

    private static final int SEEDS = Integer.getInteger("reliability.seeds", 20);
    private static final int FAULTS = 40;
    private static final Duration LENGTH = ofSeconds(300);

    private static final String OPTIONS = "apiKey=key&includeTimestamps=true&outputFormat=transcript&readRate=0"
            + "&maxReconnectAttempts=-1&reconnectDelay=1&maxReconnectDelay=50&connectTimeout=500&transcriptTimeout=6000&keepAliveInterval=500";

    /** What a fault is, and when on its connection it happens. */
    private static void plan(Script script, Random random, int connection) {
        Script.When opening = script.onConnection(connection);
        Duration audio = ofMillis(random.nextInt(16_000));
        int commit = 1 + random.nextInt(2);
        Fault close = new Fault.CloseWith(
                new int[] {1000, 1001, 1011, 1012, 1013}[random.nextInt(5)], random.nextBoolean() ? "" : "restart");
        switch (random.nextInt(12)) {
            case 0 -> opening.fault(new Fault.RefuseHandshake(500));
            case 1 -> opening.fault(new Fault.DropConnection());
            case 2 -> opening.onceStarted().fault(new Fault.HangUp());
            case 3 -> opening.onCommit(commit).fault(new Fault.DropConnection());
            case 4 -> opening.onAnswer(commit).fault(new Fault.DropConnection());
            case 5 -> opening.onAnswer(commit).fault(new Fault.HangUp());
            case 6 -> opening.afterAudio(audio).fault(close);
            case 7 -> opening.afterAudio(audio).fault(new Fault.HangUp());
            case 8 -> opening.afterAudio(audio).fault(new Fault.SendError("transcriber_error", "oops").andClose(1011));
            case 9 ->
                opening.afterAudio(audio)
                        .fault(new Fault.SendError("session_time_limit_exceeded", "time is up").andClose(1000));
            case 10 -> opening.afterAudio(audio).fault(random.nextInt(5) == 0 ? new Fault.FallSilent() : close);
            default -> opening.afterAudio(audio).fault(new Fault.DropConnection());
        }
    }

    private record Run(int seed, Speech speech, SttEmulator emulator, CompletableFuture<Exchange> result) {}

    private Run run(int seed, String strategy, boolean stream) {
        Random random = new Random(seed);
        Speech speech = Speech.random(random, LENGTH);
        SttEmulator emulator = SttEmulator.builder()
                .behaviour(Behaviour.prompt().with(knobs -> knobs.plainToTimed(ofMillis(5))))
                .keepAudio(false)
                .start();
        IntStream.rangeClosed(1, FAULTS).forEach(connection -> plan(emulator.script(), random, connection));
        String uri = "elevenlabs-stt:run" + seed + "?commitStrategy=" + strategy + "&baseUrl=" + emulator.uri() + "&"
                + OPTIONS;
        return new Run(seed, speech, emulator, stream ? stream(uri, speech, random) : message(uri, speech));
    }

    private CompletableFuture<Exchange> message(String uri, Speech speech) {
        return template.asyncSend(uri, exchange -> exchange.getIn().setBody(speech.wav()));
    }

    private CompletableFuture<Exchange> stream(String uri, Speech speech, Random random) {
        return CompletableFuture.supplyAsync(() -> {
            byte[] audio = speech.pcm();
            for (int at = 0; at < audio.length; ) {
                int end = Math.min(audio.length, at + 1 + random.nextInt(64_000));
                boolean last = end == audio.length;
                byte[] piece = Arrays.copyOfRange(audio, at, end);
                Exchange taken = template.request(uri, exchange -> {
                    exchange.getIn().setBody(piece);
                    exchange.getIn()
                            .setHeaders(Map.of(
                                    ElevenLabsSttConstants.SESSION_KEY,
                                    "k",
                                    ElevenLabsSttConstants.END_OF_AUDIO,
                                    last));
                });
                if (last || taken.getException() != null) {
                    return taken;
                }
                at = end;
            }
            throw new AssertionError("the last piece ends the stream");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"manual message", "vad message", "manual stream", "vad stream"})
    void every_word_arrives_once_in_order_and_at_its_time(String kind) {
        String strategy = kind.split(" ")[0];
        boolean stream = kind.endsWith("stream");
        List<Run> runs = IntStream.range(0, SEEDS)
                .mapToObj(seed -> run(seed, strategy, stream))
                .toList();
        try {
            runs.forEach(ReliabilityIT::check);
        } finally {
            runs.forEach(run -> run.emulator().stop());
        }
    }

    private static void check(Run run) {
        Exchange exchange = run.result().orTimeout(120, TimeUnit.SECONDS).join();
        assertThat(exchange.getException()).as("seed %d", run.seed()).isNull();
        Transcript transcript = exchange.getMessage().getBody(Transcript.class);
        assertThat(firstDifference(
                        run.speech().words(), List.of(transcript.text().split(" "))))
                .as("seed %d", run.seed())
                .isEmpty();
        int word = 0;
        for (Segment segment : transcript.segments()) {
            // One whose twin was lost in the silence of a dying connection has its text and no times.
            for (int i = 0; i < segment.words().size(); i++) {
                assertThat(segment.words().get(i).startTime())
                        .as("seed %d, word %d", run.seed(), word + i)
                        .isCloseTo(run.speech().said().get(word + i).start(), within(100L));
            }
            word += segment.text().split(" ").length;
        }
        assertThat(run.emulator().violations()).as("seed %d", run.seed()).isEmpty();
        assertThat(faults(run.emulator().sessions())).as("seed %d", run.seed()).isGreaterThan(20);
    }

    /** What was said and what was heard around the first word that is not the same; empty when all are. */
    private static String firstDifference(List<String> said, List<String> heard) {
        int at = 0;
        while (at < Math.min(said.size(), heard.size()) && said.get(at).equals(heard.get(at))) {
            at++;
        }
        if (at == said.size() && at == heard.size()) {
            return "";
        }
        int from = Math.max(0, at - 3);
        return "word " + at + ": said " + said.subList(from, Math.min(said.size(), at + 4)) + ", heard "
                + heard.subList(from, Math.min(heard.size(), at + 4));
    }

    private static long faults(List<RecordedSession> sessions) {
        return Stream.of(sessions)
                .flatMap(List::stream)
                .filter(session -> session.connection() <= FAULTS)
                .count();
    }
}
