package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_DURATION;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_SENT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.OUTPUT_FORMAT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_COUNT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_ID;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.repository.FileSessionRepository;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recording that was interrupted goes on where it stopped, in another process: another context with the same repository. */
class KeptRecordingIT extends KeptRecordingSupport {

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
