package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_DURATION;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_SENT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.OUTPUT_FORMAT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.RECORDING_KEY;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_COUNT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_ID;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_ID;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.repository.FileSessionRepository;
import io.github.camelelevenlabs.stt.repository.InMemorySessionRepository;
import io.github.camelelevenlabs.stt.repository.SessionRepository;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recording that was interrupted goes on where it stopped, in another process: another context with the same repository. */
class KeptRecordingIT extends SttRouteSupport {

    private static final List<String> SENTENCES = List.of("one two", "three four five", "six seven", "eight nine");
    private static final String ALL = String.join(" ", SENTENCES);
    private static final byte[] TALK = talk(16_000);
    private static final String KEY = "recording/calls/talk";
    private static final String LIVE = "elevenlabs-stt:calls?sessionRepository=#kept&recordingKey=talk&readRate=10";
    private static final IOException AWAY = new IOException("Connection refused");

    /** What a consumer has routed. */
    private record Routed(String id, String text) {}

    private final InMemorySessionRepository repository = new InMemorySessionRepository();
    private SessionRepository store = repository;
    private final List<CamelContext> processes = new ArrayList<>();
    private final List<Routed> routed = new CopyOnWriteArrayList<>();
    /** What happens to a transcript when it is routed. */
    private volatile Processor step = exchange -> {};
    /** What happens to the result. */
    private volatile Processor later = exchange -> {};

    @TempDir
    private Path folder;

    private static byte[] talk(int rate) {
        Tones tones = Tones.at(rate);
        SENTENCES.forEach(sentence -> tones.say(sentence).pause(ofSeconds(2)));
        return tones.wav();
    }

    /** A session that is broken off leaves a commit unanswered. */
    @Override
    boolean expectsViolations() {
        return true;
    }

    @AfterEach
    void stop_the_processes() {
        repository.release();
        processes.forEach(CamelContext::stop);
    }

    private CamelContext process() throws Exception {
        CamelContext process = new DefaultCamelContext();
        ElevenLabsSttConfiguration options = process.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .getConfiguration();
        options.setApiKey(SttRouteSupport.KEY);
        options.setBaseUrl(emulator.uri().toString());
        options.setReadRate(0);
        process.getRegistry().bind("kept", store);
        process.getShutdownStrategy().setTimeout(2);
        process.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:recording")
                        .to("elevenlabs-stt:calls?sessionRepository=#kept&recordingKey=talk&transcriptTimeout=2000")
                        .process(exchange -> later.process(exchange));
                from("direct:unawaited")
                        .to("elevenlabs-stt:calls?sessionRepository=#kept&recordingKey=talk&waitForTranscript=false")
                        .process(exchange -> later.process(exchange));
                from("elevenlabs-stt:calls").process(exchange -> {
                    step.process(exchange);
                    routed.add(new Routed(
                            exchange.getIn().getHeader(SEGMENT_ID, String.class),
                            exchange.getIn().getBody(String.class)));
                });
            }
        });
        process.start();
        processes.add(process);
        return process;
    }

    private static Exchange send(CamelContext process, String uri, Object body, Map<String, Object> headers) {
        return process.createFluentProducerTemplate()
                .to(uri)
                .withProcessor(exchange -> {
                    exchange.getIn().setBody(body);
                    headers.forEach(exchange.getIn()::setHeader);
                })
                .request(Exchange.class);
    }

    private static Exchange send(CamelContext process) {
        return send(process, "direct:recording", TALK, Map.of());
    }

    /** A process whose store takes no more than so many entries; it works again afterwards. */
    private Exchange interrupted(int entries) throws Exception {
        repository.failingAfter(entries, AWAY);
        Exchange broken = send(process(), LIVE, TALK, Map.of());
        repository.works();
        return broken;
    }

    private static ElevenLabsSttException failure(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(ElevenLabsSttException.class);
        return (ElevenLabsSttException) exchange.getException();
    }

    /** What an idempotent consumer keeps. */
    private String wordsById() {
        Map<String, String> byId = new LinkedHashMap<>();
        routed.forEach(one -> assertThat(byId.merge(one.id(), one.text(), (kept, again) -> again))
                .isEqualTo(byId.get(one.id())));
        routed.forEach(one -> assertThat(byId).containsEntry(one.id(), one.text()));
        return String.join(" ", byId.values());
    }

    private static Duration sent() {
        return emulator.sessions().stream().map(RecordedSession::audioDuration).reduce(Duration.ZERO, Duration::plus);
    }

    /** A head, four transcripts and their marks make nine entries. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void a_recording_goes_on_wherever_its_process_could_keep_nothing_any_more(int entries) throws Exception {
        Exchange broken = interrupted(entries);
        assertThat(failure(broken).getErrorType()).isEqualTo("repository_failed");
        assertThat(failure(broken).isRetryable()).isTrue();
        Exchange done = send(process());
        assertThat(textOf(done)).isEqualTo(ALL);
        assertThat(wordsById()).isEqualTo(ALL);
        assertThat(routed.stream().map(Routed::id))
                .allMatch(id -> id.startsWith(done.getMessage().getHeader(SESSION_ID, String.class)) || entries < 2);
        assertThat(done.getMessage().getHeader(SEGMENT_COUNT)).isEqualTo(SENTENCES.size());
        assertThat(sent()).isLessThan(Duration.ofMillis(2 * lengthOfTalk() + 1_000));
        await().untilAsserted(() -> assertThat(repository.keys()).isEmpty());
    }

    private static long lengthOfTalk() {
        return (TALK.length - 44) / 32;
    }

    @Test
    void a_store_that_is_away_at_the_start_costs_no_audio() throws Exception {
        repository.failing(AWAY);
        CamelContext process = process();
        assertThat(failure(send(process)).getMessage())
                .isEqualTo("repository_failed: the session repository could not open " + KEY + ": Connection refused");
        assertThat(emulator.sessions()).isEmpty();
        repository.works();
        assertThat(textOf(send(process))).isEqualTo(ALL);
    }

    @Test
    void audio_that_is_covered_is_not_sent_again() throws Exception {
        interrupted(6);
        Duration before = sent();
        Exchange done = send(process());
        long covered = lengthOfTalk() - done.getMessage().getHeader(AUDIO_SENT, Long.class);
        assertThat(covered).isGreaterThan(lengthOfTalk() / 4);
        assertThat(sent().minus(before).toMillis()).isLessThan(lengthOfTalk() * 3 / 4 + 1_000);
        assertThat(done.getMessage().getHeader(AUDIO_DURATION, Long.class))
                .isBetween(lengthOfTalk() - 1, lengthOfTalk() + 1);
    }

    @Test
    void a_process_that_is_stopped_in_the_middle_is_followed_by_one_that_sends_the_rest() throws Exception {
        CamelContext first = process();
        CompletableFuture<Exchange> one = CompletableFuture.supplyAsync(() -> send(first, LIVE, TALK, Map.of()));
        await().until(() -> routed.size() == 2);
        first.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        first.getShutdownStrategy().setTimeout(1);
        first.stop();
        assertThat(failure(one.join()).getErrorType()).isEqualTo("stopped");
        assertThat(textOf(send(process()))).isEqualTo(ALL);
        assertThat(wordsById()).isEqualTo(ALL);
        assertThat(routed).hasSize(SENTENCES.size());
        assertThat(sent().toMillis()).isLessThan(lengthOfTalk() * 3 / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "srt", "vtt", "transcript"})
    void a_failure_further_down_the_route_pays_for_the_transcription_once(String format) throws Exception {
        AtomicReference<Object> first = new AtomicReference<>();
        later = exchange -> {
            first.set(exchange.getMessage().getBody());
            throw new IllegalStateException("the database is away");
        };
        Exchange broken = send(process(), "direct:recording", TALK, Map.of(OUTPUT_FORMAT, format));
        assertThat(broken.getException()).hasMessage("the database is away");
        later = exchange -> {};
        Exchange done = send(process(), "direct:recording", TALK, Map.of(OUTPUT_FORMAT, format));
        assertThat(textOf(done)).isEqualTo(first.get());
        assertThat(onlySession().audioDuration()).isLessThan(Duration.ofMillis(lengthOfTalk() + 1_000));
        assertThat(routed).hasSize(SENTENCES.size());
        assertThat(done.getMessage().getHeader(AUDIO_SENT)).isEqualTo(0L);
        await().untilAsserted(() -> assertThat(repository.keys()).isEmpty());
    }

    @Test
    void a_recording_goes_on_from_files() throws Exception {
        store = new FileSessionRepository(folder);
        step = exchange -> {
            if (exchange.getIn().getBody(String.class).contains("six")) {
                throw new IllegalStateException("no room");
            }
        };
        assertThat(send(process()).getException()).hasMessage("no room");
        step = exchange -> {};
        store = new FileSessionRepository(folder);
        assertThat(textOf(send(process()))).isEqualTo(ALL);
        assertThat(routed).hasSize(SENTENCES.size());
        assertThat(onlySession().audioDuration()).isLessThan(Duration.ofMillis(lengthOfTalk() + 1_000));
        // A context that stops removes at once what it was to remove soon.
        processes.forEach(CamelContext::stop);
        assertThat(store.open(KEY).entries()).isEmpty();
    }

    @Test
    void what_is_kept_stays_while_an_exchange_has_not_succeeded() throws Exception {
        later = exchange -> {
            throw new IllegalStateException("the database is away");
        };
        send(process());
        processes.get(0).stop();
        assertThat(repository.keys()).containsExactly(KEY);
    }

    @Test
    void a_transcript_whose_route_failed_is_routed_again_and_the_others_are_not() throws Exception {
        step = exchange -> {
            if (exchange.getIn().getBody(String.class).contains("three")) {
                throw new IllegalStateException("no room");
            }
        };
        assertThat(send(process()).getException()).hasMessage("no room");
        assertThat(routed).hasSize(SENTENCES.size() - 1);
        step = exchange -> {};
        assertThat(textOf(send(process()))).isEqualTo(ALL);
        assertThat(routed).hasSize(SENTENCES.size());
        assertThat(routed.get(SENTENCES.size() - 1).text()).isEqualTo("three four five");
        assertThat(emulator.sessions()).hasSize(1);
    }

    @Test
    void whoever_is_taken_over_routes_nothing_any_more() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        step = exchange -> {
            stopped.countDown();
            goesOn.await();
        };
        CamelContext first = process();
        CompletableFuture<Exchange> one = CompletableFuture.supplyAsync(() -> send(first));
        stopped.await();
        await().until(() -> repository.entries(KEY).size() > 3);
        step = exchange -> {};
        CamelContext second = process();
        assertThat(textOf(send(second))).isEqualTo(ALL);
        await().untilAsserted(() -> assertThat(repository.keys()).isEmpty());
        int before = routed.size();
        goesOn.countDown();
        assertThat(failure(one.join()).getErrorType()).isEqualTo("superseded");
        assertThat(failure(one.join()).isRetryable()).isFalse();
        // The one that was in its route when the process was stopped.
        assertThat(routed).hasSize(before + 1);
        assertThat(wordsById()).isEqualTo(ALL);
    }

    @Test
    void a_store_that_hangs_fails_the_message_and_the_next_one_goes_on() throws Exception {
        CamelContext process = process();
        repository.beforeAppend(repository::hold);
        assertThat(failure(send(process)).getErrorType()).isEqualTo("repository_failed");
        assertThat(routed).isEmpty();
        repository.release();
        assertThat(textOf(send(process))).isEqualTo(ALL);
        assertThat(wordsById()).isEqualTo(ALL);
    }

    @Test
    void a_store_that_hangs_when_the_session_is_opened_fails_the_message() throws Exception {
        repository.hold();
        CamelContext process = process();
        assertThat(failure(send(process)).getDetail())
                .isEqualTo("the session repository has not answered within transcriptTimeout=2000 ms");
        repository.release();
        assertThat(textOf(send(process))).isEqualTo(ALL);
    }

    @Test
    void captions_flow_while_the_store_is_slow_and_nothing_overtakes() throws Exception {
        repository.slow(500);
        CamelContext process = process();
        List<Integer> sentences = new CopyOnWriteArrayList<>();
        process.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("elevenlabs-stt:calls?includePartials=true").process(exchange -> {
                    String text = exchange.getIn().getBody(String.class);
                    sentences.add(SENTENCES.indexOf(SENTENCES.stream()
                            .filter(sentence -> sentence.startsWith(text))
                            .findFirst()
                            .orElseThrow()));
                });
                from("direct:live").to("elevenlabs-stt:calls?sessionRepository=#kept&recordingKey=talk&readRate=4");
            }
        });
        assertThat(textOf(send(process, LIVE.replace("readRate=10", "readRate=2"), TALK, Map.of())))
                .isEqualTo(ALL);
        assertThat(sentences).isSorted().containsAll(List.of(0, 1, 2, 3)).hasSizeGreaterThan(SENTENCES.size());
    }

    @Test
    void a_file_is_polled_again_and_goes_on() throws Exception {
        Path file = Files.write(folder.resolve("talk.wav"), TALK);
        RouteBuilder files = new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + folder + "?initialDelay=0&delay=20&bridgeErrorHandler=false")
                        .to("elevenlabs-stt:calls?sessionRepository=#kept"
                                + "&recordingKey=${file:name}-${file:size}-${file:modified}")
                        .process(exchange -> later.process(exchange));
            }
        };
        CompletableFuture<String> result = new CompletableFuture<>();
        later = exchange -> result.complete(exchange.getMessage().getBody(String.class));
        repository.failingAfter(3, AWAY);
        CamelContext first = process();
        first.addRoutes(files);
        await().until(() -> routed.size() >= 1);
        first.stop();
        assertThat(file).exists();
        repository.works();
        process().addRoutes(files);
        assertThat(result.get()).isEqualTo(ALL);
        assertThat(wordsById()).isEqualTo(ALL);
        await().untilAsserted(() -> assertThat(file).doesNotExist());
        await().untilAsserted(() -> assertThat(repository.keys()).isEmpty());
    }

    @Test
    void a_message_that_does_not_wait_is_kept_until_its_transcript_is_routed() throws Exception {
        CountDownLatch goesOn = new CountDownLatch(1);
        step = exchange -> goesOn.await();
        Exchange accepted = send(process(), "direct:unawaited", TALK, Map.of());
        assertThat(accepted.getException()).isNull();
        await().until(() -> !repository.entries(KEY).isEmpty());
        goesOn.countDown();
        await().untilAsserted(() -> assertThat(repository.keys()).isEmpty());
        assertThat(wordsById()).isEqualTo(ALL);
    }

    /** A head, three transcripts, their marks, and the end of two channels make nine entries. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void each_channel_goes_on_at_its_own_place(int entries) throws Exception {
        Tones left =
                Tones.at(16_000).say("one two").pause(ofSeconds(6)).say("five").pause(ofSeconds(2));
        Tones right = Tones.at(16_000)
                .pause(ofSeconds(3))
                .say("three four")
                .pause(left.duration().minusSeconds(4));
        byte[] call = WavFile.stereo(16_000, interleaved(left.pcm(), right.pcm()));
        String split = "elevenlabs-stt:calls?sessionRepository=#kept&recordingKey=talk&channels=split";
        repository.failingAfter(entries, AWAY);
        assertThat(failure(send(process(), split, call, Map.of())).getErrorType())
                .isEqualTo("repository_failed");
        repository.works();
        assertThat(textOf(send(process(), split, call, Map.of()))).isEqualTo("one two three four five");
        assertThat(wordsById()).isEqualTo("one two three four five");
    }

    private static byte[] interleaved(byte[] left, byte[] shorter) {
        byte[] right = Arrays.copyOf(shorter, left.length);
        ByteBuffer both = ByteBuffer.allocate(2 * left.length);
        for (int i = 0; i < left.length; i += 2) {
            both.put(left, i, 2);
            both.put(Arrays.copyOfRange(right, i, i + 2));
        }
        return both.array();
    }

    @Test
    void another_rate_behind_the_key_is_another_recording() throws Exception {
        interrupted(3);
        int before = routed.size();
        ElevenLabsSttException refused = failure(send(process(), "direct:recording", talk(8_000), Map.of()));
        assertThat(refused.getErrorType()).isEqualTo("invalid_request");
        assertThat(refused.getDetail())
                .isEqualTo("the audio has 8000 Hz and 1 channel, and what the session repository keeps of"
                        + " recording/calls/talk has 16000 Hz and 1 channel: it is another one; give each a key of its own,"
                        + " or remove the key from the repository to begin again");
        assertThat(routed).hasSize(before);
    }

    @Test
    void a_recording_shorter_than_what_is_covered_is_another_recording() throws Exception {
        interrupted(6);
        ElevenLabsSttException refused = failure(send(process(), "direct:recording", wav("one"), Map.of()));
        assertThat(refused.getErrorType()).isEqualTo("invalid_request");
        assertThat(refused.getDetail())
                .startsWith("the recording ends at ")
                .contains("what the session repository keeps of recording/calls/talk covers ");
    }

    @Test
    void what_a_newer_version_has_kept_is_refused_by_name() throws Exception {
        repository.put(KEY, "{\"version\":7,\"session\":\"id\"}");
        ElevenLabsSttException refused = failure(send(process()));
        assertThat(refused.getErrorType()).isEqualTo("invalid_request");
        assertThat(refused.getDetail()).contains(KEY).contains("version 7").contains("version 1");
    }

    @Test
    void a_header_names_the_recording_and_may_be_long() throws Exception {
        String name = "name/".repeat(2_000);
        repository.failingAfter(3, AWAY);
        Map<String, Object> named = Map.of(RECORDING_KEY, name);
        assertThat(failure(send(process(), "direct:recording", TALK, named))
                        .getMessage()
                        .length())
                .isLessThan(2_000);
        assertThat(repository.keys()).containsExactly("recording/calls/" + name);
        repository.works();
        assertThat(textOf(send(process(), "direct:recording", TALK, named))).isEqualTo(ALL);
        assertThat(wordsById()).isEqualTo(ALL);
    }

    @Test
    void a_message_without_a_key_is_refused_where_sessions_are_kept() throws Exception {
        CamelContext process = process();
        ElevenLabsSttException refused =
                failure(send(process, "elevenlabs-stt:calls?sessionRepository=#kept", TALK, Map.of()));
        assertThat(refused.getErrorType()).isEqualTo("invalid_request");
        assertThat(refused.getDetail()).contains("recordingKey").contains("sessionKey");
    }

    @Test
    void a_key_without_a_repository_is_refused() throws Exception {
        CamelContext process = process();
        assertThatThrownBy(() -> process.getEndpoint("elevenlabs-stt:calls?recordingKey=talk"))
                .hasRootCauseMessage("recordingKey is set without sessionRepository; set both or neither");
        ElevenLabsSttException refused =
                failure(send(process, "elevenlabs-stt:calls", TALK, Map.of(RECORDING_KEY, "talk")));
        assertThat(refused.getDetail()).contains(RECORDING_KEY + "=talk").contains("sessionRepository");
    }

    @Test
    void what_went_on_is_counted() throws Exception {
        interrupted(3);
        CamelContext second = process();
        send(second);
        ElevenLabsSttComponent component = second.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class);
        assertThat(component.getUsageTotals().getSessionsResumed()).isEqualTo(1);
        assertThat(component.getUsageTotals().getSegmentsRerouted()).isEqualTo(0);
        assertThat(component.getUsageTotals().getSessionsSuperseded()).isZero();
    }
}
