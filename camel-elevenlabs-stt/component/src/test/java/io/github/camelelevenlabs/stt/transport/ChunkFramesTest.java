package io.github.camelelevenlabs.stt.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.protocol.ChunkJson;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Envelope;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import io.github.camelelevenlabs.stt.protocol.ProtocolCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as a server reads them. */
class ChunkFramesTest {

    private static final Envelope AUDIO = ProtocolCodec.envelope(false, 16_000, null);
    private static final byte[] SOUND = new byte[200_000];

    static {
        new Random(1).nextBytes(SOUND);
    }

    private final ChunkFrames frames = new ChunkFrames();

    private ByteBuf frame(Slice audio, Envelope envelope) {
        return frames.frame(new InputAudioChunk(audio, envelope), PooledByteBufAllocator.DEFAULT);
    }

    /** What a server takes out of a frame, which has to be the only one in the buffer. */
    private static String read(ByteBuf frame) {
        EmbeddedChannel server = new EmbeddedChannel(new WebSocket13FrameDecoder(true, false, 1 << 20));
        server.writeInbound(frame);
        TextWebSocketFrame text = server.readInbound();
        assertThat(text.isFinalFragment()).isTrue();
        assertThat(text.rsv()).isZero();
        String message = text.text();
        text.release();
        assertThat(server.finish()).isFalse();
        return message;
    }

    private String sent(Slice audio, Envelope envelope) {
        return read(frame(audio, envelope));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 640, 3_200, 9_600, 96_000, 200_000})
    void a_frame_is_the_message_that_jackson_writes(int length) {
        Slice audio = new Slice(SOUND, 0, length);
        assertThat(sent(audio, AUDIO)).isEqualTo(ChunkJson.byJackson(audio, false, 16_000, null));
    }

    @Test
    void a_slice_is_encoded_from_wherever_it_begins() {
        for (int offset = 0; offset < 20; offset++) {
            for (int length = 0; length < 20; length++) {
                Slice audio = new Slice(SOUND, offset, length);
                assertThat(sent(audio, AUDIO)).isEqualTo(ChunkJson.byJackson(audio, false, 16_000, null));
            }
        }
    }

    @Test
    void a_slice_leaves_nothing_behind_for_the_next() {
        Stream.of(new Slice(SOUND, 5, 3_200), new Slice(SOUND, 7, 3_199), Slice.of(SOUND), new Slice(SOUND, 9, 3_199))
                .forEach(audio ->
                        assertThat(sent(audio, AUDIO)).isEqualTo(ChunkJson.byJackson(audio, false, 16_000, null)));
    }

    // The length is written in one byte, in three or in nine. Base64 has lengths of 4 only, and the text before fills
    // the rest.
    static IntStream lengths() {
        return Stream.of(124, 125, 126, 127, 128, 65_534, 65_535, 65_536, 65_537)
                .mapToInt(Integer::intValue);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void every_form_of_the_length_is_written_where_it_begins(int length) {
        int without = AUDIO.head().length + AUDIO.tail().length;
        Envelope envelope = AUDIO;
        int encoded = (length - without) / 4 * 4;
        if (length > 200) {
            int text = (length - without - ",\"previous_text\":\"\"".length()) % 4;
            envelope = ProtocolCodec.envelope(false, 16_000, "x".repeat(text));
            encoded = length - envelope.head().length - envelope.tail().length;
        } else {
            // Room for a text of any length in front of little audio.
            byte[] tail = ("\"" + " ".repeat(length - AUDIO.head().length - 2 - 4) + "}").getBytes(UTF_8);
            envelope = new Envelope(AUDIO.head(), tail);
            encoded = 4;
        }
        ByteBuf frame = frame(new Slice(SOUND, 1, encoded / 4 * 3), envelope);
        assertThat(frame.readableBytes() - length).isEqualTo(length <= 125 ? 6 : length <= 65_535 ? 8 : 14);
        assertThat(read(frame)).hasSize(length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_commit_and_the_text_before_come_through(boolean commit) throws Exception {
        String before = "\"quoted\" \\ \n\u0000 日本 😀";
        Slice audio = new Slice(SOUND, 3, 100);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(sent(audio, ProtocolCodec.envelope(commit, 8_000, before))))
                .isEqualTo(json.readTree(ChunkJson.byJackson(audio, commit, 8_000, before)));
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, AA==", "2, AAE=", "3, AAEC", "4, AAECAw=="})
    void base64_is_padded(int length, String base64) {
        assertThat(sent(new Slice(new byte[] {0, 1, 2, 3}, 0, length), AUDIO))
                .contains("\"audio_base_64\":\"" + base64 + "\"");
    }

    @Test
    void a_frame_is_a_whole_text_that_is_masked_with_another_key_each_time() {
        Set<Integer> keys = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            ByteBuf frame = frame(new Slice(SOUND, 0, 3_200), AUDIO);
            assertThat(frame.getUnsignedByte(0)).isEqualTo((short) 0x81);
            assertThat(frame.getUnsignedByte(1) & 0x80).isEqualTo(0x80);
            keys.add(frame.getInt(4));
            frame.release();
        }
        // Of a thousand random keys two are equal once in 8,000 runs, three never.
        assertThat(keys).hasSizeGreaterThan(998);
    }

    @Test
    void two_threads_do_not_use_the_same_keys() throws Exception {
        int[] others = new int[2];
        Thread[] threads = IntStream.range(0, 2)
                .mapToObj(i -> new Thread(() -> {
                    ByteBuf frame = ChunkFrames.ofThread()
                            .frame(new InputAudioChunk(Slice.EMPTY, AUDIO), PooledByteBufAllocator.DEFAULT);
                    others[i] = frame.getInt(2);
                    frame.release();
                }))
                .toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(others[0]).isNotEqualTo(others[1]);
    }

    static Stream<ByteBufAllocator> allocators() {
        return Stream.of(
                PooledByteBufAllocator.DEFAULT,
                new PooledByteBufAllocator(false),
                new UnpooledByteBufAllocator(true),
                new UnpooledByteBufAllocator(false));
    }

    @ParameterizedTest
    @MethodSource("allocators")
    void a_buffer_of_any_kind_is_filled_to_its_last_byte(ByteBufAllocator allocator) {
        Slice audio = new Slice(SOUND, 1, 3_200);
        ByteBuf frame = frames.frame(new InputAudioChunk(audio, AUDIO), allocator);
        assertThat(frame.writableBytes()).isZero();
        assertThat(read(frame)).isEqualTo(ChunkJson.byJackson(audio, false, 16_000, null));
    }
}
