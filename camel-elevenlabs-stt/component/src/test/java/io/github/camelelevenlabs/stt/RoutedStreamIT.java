package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_POSITION;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.COMMIT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_TIME;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With acknowledge=routed a message is done when everything that was said in it has been routed. */
class RoutedStreamIT extends SttRouteSupport {

    private static final String URI = "elevenlabs-stt:calls?acknowledge=routed&commitStrategy=manual";
    private static final int BYTES_PER_MS = 32;

    /** What the route meets with this transcript. */
    private final AtomicReference<String> refused = new AtomicReference<>("");

    private volatile CountDownLatch gate = new CountDownLatch(0);
    private AsyncPieces pieces;

    @Override
    void routes(RouteBuilder routes) {
        routes.from("elevenlabs-stt:calls?includeTimestamps=true")
                .process(exchange -> gate.await(20, TimeUnit.SECONDS))
                .process(exchange -> {
                    if (refused.get().equals(exchange.getIn().getBody())) {
                        throw new IllegalStateException("no room for " + refused.get());
                    }
                })
                .to("mock:transcripts");
    }

    @BeforeEach
    void open() throws Exception {
        pieces = new AsyncPieces(context, URI, "call");
    }

    private static byte[] silence(int millis) {
        return new byte[millis * BYTES_PER_MS];
    }

    private static byte[] pcm(String words) {
        return Tones.pcm(16_000, words);
    }

    private static boolean accepted(CompletableFuture<Exchange> sent) {
        return sent.isDone() && sent.join().getException() == null;
    }

    private static Exception failure(CompletableFuture<Exchange> sent) throws Exception {
        return sent.get(20, TimeUnit.SECONDS).getException();
    }

    private List<Object> transcripts() {
        return mock("transcripts").getExchanges().stream()
                .map(exchange -> exchange.getIn().getBody())
                .toList();
    }

    @Test
    void a_message_waits_for_the_route_and_those_behind_it_are_taken_meanwhile() throws Exception {
        gate = new CountDownLatch(1);
        CompletableFuture<Exchange> first = pieces.send(pcm("one two"), Map.of(COMMIT, true));
        List<CompletableFuture<Exchange>> behind = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            behind.add(pieces.send(silence(20)));
        }
        await().until(() ->
                emulator.sessions().size() == 1 && onlySession().audioDuration().compareTo(ofSeconds(6)) > 0);
        assertThat(first).isNotDone();
        assertThat(behind).noneMatch(CompletableFuture::isDone);
        gate.countDown();
        await().until(() -> accepted(first));
        assertThat(failure(pieces.send(null, Map.of(END_OF_AUDIO, true)))).isNull();
        await().untilAsserted(() -> assertThat(behind).allMatch(RoutedStreamIT::accepted));
        assertThat(transcripts()).containsExactly("one two");
    }

    @Test
    void messages_are_done_in_their_order_each_when_its_transcript_is_routed() throws Exception {
        List<String> words = List.of("one", "two", "three", "four", "five");
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            int number = i;
            pieces.send(pcm(words.get(i)), Map.of(COMMIT, true)).thenAccept(done -> {
                synchronized (order) {
                    order.add(number);
                }
            });
        }
        await().until(() -> order.size() == words.size());
        assertThat(order).containsExactly(0, 1, 2, 3, 4);
        assertThat(transcripts()).containsExactlyElementsOf(words);
    }

    @Test
    void a_route_that_fails_fails_the_messages_that_are_not_routed_and_the_next_one_begins_anew() throws Exception {
        refused.set("two");
        CompletableFuture<Exchange> first = pieces.send(pcm("one"), Map.of(COMMIT, true));
        await().until(() -> accepted(first));
        CompletableFuture<Exchange> second = pieces.send(pcm("two"), Map.of(COMMIT, true));
        CompletableFuture<Exchange> third = pieces.send(silence(500));
        assertThat(failure(second)).isInstanceOf(IllegalStateException.class).hasMessage("no room for two");
        assertThat(failure(third)).hasMessage("no room for two");
        refused.set("");
        pieces.send(pcm("two"));
        assertThat(pieces.send(null, Map.of(END_OF_AUDIO, true))
                        .get(20, TimeUnit.SECONDS)
                        .getMessage()
                        .getBody())
                .isEqualTo("two");
        assertThat(transcripts()).containsExactly("one", "two");
        assertThat(emulator.sessions()).hasSize(2);
    }

    @Test
    void silence_at_the_end_of_a_call_is_done_with_the_call() throws Exception {
        CompletableFuture<Exchange> said = pieces.send(pcm("one"));
        List<CompletableFuture<Exchange>> silent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            silent.add(pieces.send(silence(100)));
        }
        assertThat(failure(pieces.send(null, Map.of(END_OF_AUDIO, true)))).isNull();
        await().until(() -> accepted(said));
        await().untilAsserted(() -> assertThat(silent).allMatch(RoutedStreamIT::accepted));
    }

    @Test
    void silence_is_done_while_the_call_goes_on() throws Exception {
        CompletableFuture<Exchange> said = pieces.send(pcm("one"), Map.of(COMMIT, true));
        List<CompletableFuture<Exchange>> silent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            silent.add(pieces.send(silence(100)));
        }
        await().until(() -> accepted(said));
        await().untilAsserted(() -> assertThat(silent.subList(0, 40)).allMatch(RoutedStreamIT::accepted));
        assertThat(failure(pieces.send(null, Map.of(END_OF_AUDIO, true)))).isNull();
    }

    @Test
    void audio_that_comes_twice_is_dropped_and_a_gap_stays_a_gap() throws Exception {
        byte[] audio = pcm("one two three four");
        int half = audio.length / 2 / BYTES_PER_MS * BYTES_PER_MS;
        byte[] first = Arrays.copyOf(audio, half);
        byte[] second = Arrays.copyOfRange(audio, half, audio.length);
        long secondAt = half / BYTES_PER_MS;
        long gapAt = audio.length / BYTES_PER_MS + 60_000;
        List<CompletableFuture<Exchange>> sent = List.of(
                pieces.send(first, Map.of(AUDIO_POSITION, 0)),
                pieces.send(first, Map.of(AUDIO_POSITION, "0")),
                pieces.send(second, Map.of(AUDIO_POSITION, secondAt)),
                pieces.send(first, Map.of(AUDIO_POSITION, 0L)),
                pieces.send(second, Map.of(AUDIO_POSITION, secondAt, COMMIT, true)),
                pieces.send(pcm("five"), Map.of(AUDIO_POSITION, gapAt)));
        assertThat(pieces.send(null, Map.of(END_OF_AUDIO, true))
                        .get(20, TimeUnit.SECONDS)
                        .getMessage()
                        .getBody())
                .isEqualTo("one two three four five");
        await().untilAsserted(() -> assertThat(sent).allMatch(RoutedStreamIT::accepted));
        assertThat(mock("transcripts").getExchanges())
                .last()
                .satisfies(last -> assertThat(last.getIn().getHeader(START_TIME, Long.class))
                        .isBetween(gapAt, gapAt + 200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "soon", "", "10000000000001", "99999999999999999999"})
    void a_position_that_is_none_fails_its_message_alone(String position) throws Exception {
        pieces.send(pcm("one"));
        assertThat(failure(pieces.send(pcm("two"), Map.of(AUDIO_POSITION, position))))
                .hasMessageContaining("invalid_request")
                .hasMessageContaining(AUDIO_POSITION + "=" + position + " is not allowed; milliseconds from 0");
        assertThat(pieces.send(null, Map.of(END_OF_AUDIO, true))
                        .get(20, TimeUnit.SECONDS)
                        .getMessage()
                        .getBody())
                .isEqualTo("one");
    }

    @Test
    void messages_that_ffmpeg_decodes_are_done_when_their_audio_must_be_through_it() throws Exception {
        Speech speech = Speech.random(new Random(1), ofSeconds(90));
        byte[] mp3 = Encoder.encode(speech.wav(), "mp3", "-b:a 64k -write_xing 0 -id3v2_version 0");
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        try (AsyncPieces call = new AsyncPieces(context, URI + "&commitInterval=1000", "mp3")) {
            for (int from = 0; from < mp3.length; from += 4_000) {
                sent.add(call.send(
                        Arrays.copyOfRange(mp3, from, Math.min(mp3.length, from + 4_000)),
                        Map.of(Exchange.FILE_NAME, "call.mp3")));
            }
            await().atMost(ofSeconds(30)).until(() -> accepted(sent.get(60)));
            int held = 128 * 1024 / 4_000;
            assertThat(sent.subList(sent.size() - held, sent.size())).noneMatch(CompletableFuture::isDone);
            assertThat(call.send(null, Map.of(END_OF_AUDIO, true))
                            .get(20, TimeUnit.SECONDS)
                            .getMessage()
                            .getBody())
                    .isEqualTo(String.join(" ", speech.words()));
            await().untilAsserted(() -> assertThat(sent).allMatch(RoutedStreamIT::accepted));
        }
    }

    @Test
    void no_more_than_256_messages_wait_for_room() throws Exception {
        CompletableFuture<Integer> sent = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            try (AsyncPieces paced = new AsyncPieces(context, URI + "&readRate=1", "paced")) {
                for (; count < 400; count++) {
                    paced.send(silence(100));
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return count;
        });
        // The session reads two seconds ahead of real time.
        await().during(ofMillis(500)).until(() -> !sent.isDone());
        context.getEndpoint(URI, ElevenLabsSttEndpoint.class).getComponent().stop();
        await().until(sent::isDone);
    }
}
