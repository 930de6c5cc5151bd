package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_FORMAT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.COMMIT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages with the same key are pieces of one stream. */
class StreamSessionIT extends SttRouteSupport {

    private static final String SAID = "one two three four five six seven eight nine zero";

    private static final int PIECE_OF_100_MS = 3_200;
    private static final int FIRST_PIECE = 5_000;

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:piece").to("elevenlabs-stt:calls?sessionKey=${header.callId}&commitStrategy=manual");
        routes.from("elevenlabs-stt:calls").to("mock:transcripts");
    }

    private Exchange piece(String call, byte[] audio, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put("callId", call);
        return send("direct:piece", audio, all);
    }

    private Exchange end(String call) {
        return piece(call, new byte[0], Map.of(END_OF_AUDIO, true));
    }

    private static List<byte[]> cut(byte[] audio, int... sizes) {
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        for (int i = 0; at < audio.length; i++) {
            int end = Math.min(audio.length, at + sizes[i % sizes.length]);
            pieces.add(Arrays.copyOfRange(audio, at, end));
            at = end;
        }
        return pieces;
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 640, 32_000, 7_777})
    void pieces_of_a_stream_may_be_cut_at_any_byte(int size) {
        for (byte[] piece : cut(wav(SAID), 5, 1, size)) {
            assertThat(piece("a", piece, Map.of()).getException()).isNull();
        }
        assertThat(textOf(end("a"))).isEqualTo(SAID);
        assertThat(onlySession().audio()).isEqualTo(Tones.pcm(16_000, SAID));
    }

    @Test
    void a_piece_keeps_its_body_and_the_last_one_becomes_the_transcript() throws Exception {
        mock("transcripts").expectedBodiesReceived(SAID);
        byte[] audio = Tones.pcm(16_000, SAID);
        assertThat(textOf(piece("a", audio, Map.of("opening", "yes")))).isSameAs(audio);
        assertThat(textOf(end("a"))).isEqualTo(SAID);
        mock("transcripts").assertIsSatisfied();
        assertThat(mock("transcripts").getExchanges().get(0).getIn().getHeaders())
                .containsEntry("opening", "yes")
                .containsEntry("callId", "a")
                .containsEntry(SESSION_KEY, "a")
                .doesNotContainKey(END_OF_AUDIO);
    }

    @Test
    void the_key_may_come_in_a_header_instead() throws Exception {
        addRoutes(routes -> routes.from("direct:by-header").to("elevenlabs-stt:calls"));
        byte[] audio = Tones.pcm(16_000, "one two");
        send("direct:by-header", Arrays.copyOf(audio, FIRST_PIECE), Map.of(SESSION_KEY, "k"));
        byte[] rest = Arrays.copyOfRange(audio, FIRST_PIECE, audio.length);
        assertThat(textOf(send("direct:by-header", rest, Map.of(SESSION_KEY, "k", END_OF_AUDIO, true))))
                .isEqualTo("one two");
        assertThat(emulator.sessions()).hasSize(1);
    }

    @Test
    void streams_of_different_keys_do_not_mix() {
        String[] texts = {"one one one one", "two two two two", "three three three three"};
        for (int part = 0; part < 4; part++) {
            for (int call = 0; call < texts.length; call++) {
                byte[] audio = Tones.pcm(16_000, texts[call]);
                piece(
                        "call " + call,
                        Arrays.copyOfRange(audio, audio.length / 4 * part, audio.length / 4 * (part + 1)),
                        Map.of());
            }
        }
        for (int call = 0; call < texts.length; call++) {
            assertThat(textOf(end("call " + call))).isEqualTo(texts[call]);
        }
    }

    @Test
    void pieces_that_are_streams_are_read_to_their_end() {
        byte[] audio = Tones.pcm(16_000, SAID);
        for (byte[] piece : cut(audio, 4_001)) {
            send("direct:piece", new ByteArrayInputStream(piece), Map.of("callId", "a"));
        }
        assertThat(textOf(end("a"))).isEqualTo(SAID);
    }

    @Test
    void a_message_can_request_a_commit() throws Exception {
        mock("transcripts").expectedBodiesReceived("one two", "three", "four");
        piece("a", Tones.pcm(16_000, "one two"), Map.of(COMMIT, true));
        piece("a", Tones.pcm(16_000, "three"), Map.of());
        piece("a", new byte[0], Map.of(COMMIT, true));
        piece("a", Tones.pcm(16_000, "four"), Map.of());
        assertThat(textOf(end("a"))).isEqualTo("one two three four");
        mock("transcripts").assertIsSatisfied();
    }

    @Test
    void mu_law_in_frames_of_20_ms_is_joined_to_chunks() {
        byte[] audio = Tones.at(8_000).say(SAID).ulaw();
        for (byte[] frame : cut(audio, 160)) {
            piece("a", frame, Map.of(AUDIO_FORMAT, "ulaw_8000"));
        }
        assertThat(textOf(end("a"))).isEqualTo(SAID);
        assertThat(onlySession().audio()).isEqualTo(audio);
        assertThat(onlySession().messages()).hasSizeLessThan(audio.length / 800 + 5);
    }

    @Test
    void every_piece_may_be_a_wav_file() {
        for (String word : SAID.split(" ")) {
            assertThat(piece("a", wav(word), Map.of()).getException()).isNull();
        }
        assertThat(textOf(end("a"))).isEqualTo(SAID);
    }

    @Test
    void a_piece_without_audio_fails_only_its_message() {
        piece("a", Tones.pcm(16_000, "one"), Map.of());
        assertThat(send("direct:piece", "text", Map.of("callId", "a")).getException())
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("byte[]");
        assertThat(piece("a", new byte[0], Map.of()).getException()).hasMessageContaining("no audio");
        assertThat(piece("a", Tones.at(8_000).say("two").wav(), Map.of()).getException())
                .hasMessageContaining("8000");
        piece("a", Tones.pcm(16_000, "three"), Map.of());
        assertThat(textOf(end("a"))).isEqualTo("one three");
    }

    @Test
    void unreadable_pieces_take_no_queue_space_and_do_not_end_the_stream() {
        piece("a", Tones.pcm(16_000, "one"), Map.of());
        for (int i = 0; i < 300; i++) {
            Map<String, Object> last = Map.of("callId", "a", END_OF_AUDIO, i == 299);
            assertThat(send("direct:piece", new File("no-such-file"), last).getException())
                    .hasMessageContaining("no-such-file");
        }
        assertThat(textOf(end("a"))).isEqualTo("one");
    }

    @Test
    void a_message_without_a_key_fails_and_names_the_option() {
        assertThat(send("direct:piece", new byte[10]).getException())
                .isInstanceOfSatisfying(
                        ElevenLabsSttException.class,
                        failure -> assertThat(failure.getErrorType()).isEqualTo("invalid_request"))
                .hasMessageContaining("sessionKey=${header.callId}");
    }

    @Test
    void an_end_message_without_a_stream_gets_an_empty_transcript() {
        assertThat(textOf(end("nobody"))).isEqualTo("");
        assertThat(emulator.sessions()).isEmpty();
    }

    @Test
    void a_stream_without_audio_for_the_idle_timeout_ends() throws Exception {
        addRoutes(routes -> routes.from("direct:idle").to("elevenlabs-stt:calls?sessionIdleTimeout=1000"));
        mock("transcripts").expectedBodiesReceived("one two", "three");
        send("direct:idle", Tones.pcm(16_000, "one two"), Map.of(SESSION_KEY, "k"));
        await().until(() -> mock("transcripts").getReceivedCounter() == 1);
        send("direct:idle", Tones.pcm(16_000, "three"), Map.of(SESSION_KEY, "k"));
        mock("transcripts").assertIsSatisfied();
        assertThat(emulator.sessions()).hasSize(2);
    }

    @Test
    void a_full_session_blocks_its_callers_and_loses_no_audio() throws Exception {
        addRoutes(routes -> routes.from("direct:paced").to("elevenlabs-stt:paced?sessionKey=k&readRate=20"));
        String texts = String.join(" ", Collections.nCopies(20, SAID));
        Tones recording = Tones.at(16_000).say(texts);
        List<CompletableFuture<Exchange>> pieces = cut(recording.pcm(), PIECE_OF_100_MS).stream()
                .map(piece -> template.asyncSend(
                        "direct:paced", exchange -> exchange.getIn().setBody(piece)))
                .toList();
        assertThat(pieces).last().satisfies(last -> assertThat(last).isNotDone());
        await().untilAsserted(() -> assertThat(pieces).allMatch(CompletableFuture::isDone));
        assertThat(send("direct:paced", new byte[0], Map.of(END_OF_AUDIO, true)).getException())
                .isNull();
        assertThat(onlySession().audioDuration()).isGreaterThanOrEqualTo(recording.duration());
    }

    @Test
    void a_failed_session_fails_the_next_message_and_the_following_one_begins_a_new_session() {
        emulator.script()
                .onConnection(1)
                .onceStarted()
                .fault(new Fault.SendError("quota_exceeded", "You have exceeded your quota.").andClose(1000));
        piece("a", Tones.pcm(16_000, SAID), Map.of());
        await().untilAsserted(() -> assertThat(onlySession().isOpen()).isFalse());
        await().untilAsserted(() -> assertThat(
                        piece("a", new byte[] {1, 2}, Map.of()).getException())
                .isInstanceOfSatisfying(ElevenLabsSttException.class, failure -> {
                    assertThat(failure.getErrorType()).isEqualTo("quota_exceeded");
                    assertThat(failure.isRetryable()).isFalse();
                }));
        piece("a", Tones.pcm(16_000, "two"), Map.of());
        assertThat(textOf(end("a"))).isEqualTo("two");
    }

    @Test
    void random_pieces_from_many_callers_arrive_in_order() {
        Random random = new Random(4711);
        List<String> keys = List.of("a", "b", "c", "d");
        List<Thread> callers = keys.stream()
                .map(key -> new Thread(() -> {
                    byte[] audio = Tones.pcm(16_000, SAID);
                    for (byte[] piece : cut(audio, 1 + random.nextInt(5_000), 1 + random.nextInt(300))) {
                        piece(key, piece, Map.of());
                    }
                }))
                .toList();
        callers.forEach(Thread::start);
        callers.forEach(caller -> await().until(() -> !caller.isAlive()));
        keys.forEach(key -> assertThat(textOf(end(key))).isEqualTo(SAID));
    }
}
