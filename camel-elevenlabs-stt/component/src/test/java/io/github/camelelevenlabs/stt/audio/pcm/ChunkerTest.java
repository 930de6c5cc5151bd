package io.github.camelelevenlabs.stt.audio.pcm;

import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_16000;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_22050;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.ULAW_8000;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkerTest {

    @ParameterizedTest
    @CsvSource({"PCM_16000, 100, 3200", "PCM_8000, 50, 800", "ULAW_8000, 100, 800", "PCM_22050, 50, 2204"})
    void cuts_chunks_of_one_length_in_whole_samples(PcmFormat format, int millis, int bytes) {
        Chunker chunker = new Chunker(format, ofMillis(millis));
        chunker.add(ByteBuffer.wrap(Bytes.samples(2 * bytes + 2)));
        assertThat(chunker.next()).map(ByteBuffer::remaining).contains(bytes);
        assertThat(chunker.next()).map(ByteBuffer::remaining).contains(bytes);
        assertThat(chunker.next()).isEmpty();
        assertThat(chunker.flush()).map(ByteBuffer::remaining).contains(2);
        assertThat(chunker.flush()).isEmpty();
    }

    @Test
    void keeps_every_sample_in_order_whatever_the_blocks() {
        byte[] samples = Bytes.samples(500_000);
        Chunker chunker = new Chunker(PCM_22050, ofMillis(100));
        List<byte[]> chunks = new ArrayList<>();
        Random random = new Random(5);
        ByteBuffer left = ByteBuffer.wrap(samples);
        while (left.hasRemaining()) {
            int length = Math.min(left.remaining(), 2 * random.nextInt(10_000));
            chunker.add(left.slice(left.position(), length));
            left.position(left.position() + length);
            drain(chunker, chunks);
        }
        assertThat(chunks).allMatch(chunk -> chunk.length == 4_410);
        chunker.flush().map(Bytes::of).ifPresent(chunks::add);
        assertThat(Bytes.joined(chunks.toArray(byte[][]::new))).isEqualTo(samples);
    }

    private static void drain(Chunker chunker, List<byte[]> chunks) {
        for (Optional<ByteBuffer> next = chunker.next(); next.isPresent(); next = chunker.next()) {
            chunks.add(Bytes.of(next.get()));
        }
    }

    @Test
    void copies_only_a_chunk_that_spans_blocks() {
        Chunker chunker = new Chunker(ULAW_8000, ofMillis(1));
        byte[] block = Bytes.samples(12);
        chunker.add(ByteBuffer.wrap(block));
        assertThat(chunker.next()).map(ByteBuffer::array).containsSame(block);
        chunker.add(ByteBuffer.wrap(Bytes.samples(4)));
        assertThat(chunker.next())
                .hasValueSatisfying(chunk -> assertThat(chunk.array())
                        .isNotSameAs(block)
                        .hasSize(8)
                        .startsWith(block[8], block[9], block[10], block[11], 1));
    }

    @Test
    void a_chunk_that_spans_blocks_of_the_same_memory_is_not_copied() {
        Chunker chunker = new Chunker(ULAW_8000, ofMillis(1));
        byte[] recording = Bytes.samples(40);
        ByteBuffer all = ByteBuffer.wrap(recording, 3, 30).slice();
        List<byte[]> chunks = new ArrayList<>();
        for (int from = 0; from < 30; from += 5) {
            chunker.add(all.slice(from, 5));
            chunker.next().ifPresent(chunk -> {
                assertThat(chunk.array()).isSameAs(recording);
                chunks.add(Bytes.of(chunk));
            });
        }
        assertThat(Bytes.joined(chunks.toArray(byte[][]::new))).isEqualTo(Arrays.copyOfRange(recording, 3, 27));
    }

    @Test
    void a_block_of_the_same_memory_elsewhere_is_another_one() {
        Chunker chunker = new Chunker(ULAW_8000, ofMillis(1));
        byte[] recording = Bytes.samples(20);
        chunker.add(ByteBuffer.wrap(recording, 0, 4));
        chunker.add(ByteBuffer.wrap(recording, 5, 4));
        assertThat(chunker.next().map(Bytes::of))
                .hasValue(Bytes.joined(Arrays.copyOf(recording, 4), Arrays.copyOfRange(recording, 5, 9)));
    }

    @Test
    void leaves_the_position_of_a_block_where_it_was() {
        Chunker chunker = new Chunker(PCM_16000, ofMillis(100));
        ByteBuffer block = ByteBuffer.allocate(8_000).position(1_600);
        chunker.add(block);
        chunker.next();
        assertThat(block.position()).isEqualTo(1_600);
    }

    @Test
    void flush_gives_full_chunks_first() {
        Chunker chunker = new Chunker(ULAW_8000, ofMillis(1));
        chunker.add(ByteBuffer.allocate(10));
        assertThat(chunker.flush()).map(ByteBuffer::remaining).contains(8);
        assertThat(chunker.flush()).map(ByteBuffer::remaining).contains(2);
        assertThat(chunker.flush()).isEmpty();
    }

    @Test
    void refuses_chunks_without_a_sample() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Chunker(ULAW_8000, ofNanos(124_999)))
                .withMessage("A chunk of PT0.000124999S holds no sample of ulaw_8000");
    }
}
