package io.github.camelelevenlabs.stt.audio.pcm;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Cuts blocks of any length into chunks of one length, never within a sample.
 *
 * <p>A chunk shares the memory of its blocks; it is copied only if it spans blocks that do not follow each other there. Used by one
 * thread at a time.
 */
public final class Chunker {

    private final int chunkBytes;
    private final Deque<ByteBuffer> blocks = new ArrayDeque<>();
    private int held;

    /**
     * @param chunkDuration rounded down to whole samples
     * @throws IllegalArgumentException if the duration is shorter than one sample
     */
    public Chunker(PcmFormat format, Duration chunkDuration) {
        long samples = format.samples(chunkDuration);
        if (samples < 1) {
            throw new IllegalArgumentException(
                    "A chunk of " + chunkDuration + " holds no sample of " + format.wireName());
        }
        chunkBytes = Math.toIntExact(samples * format.bytesPerSample());
    }

    /** Adds whole samples. The position of the buffer stays the same; its content must not change any more. */
    public void add(ByteBuffer samples) {
        if (samples.hasRemaining()) {
            held += samples.remaining();
            boolean joined = follows(samples, blocks.peekLast());
            blocks.add(joined ? joined(blocks.removeLast(), samples) : samples.slice());
        }
    }

    private static ByteBuffer joined(ByteBuffer last, ByteBuffer next) {
        int start = last.arrayOffset() + last.position();
        return ByteBuffer.wrap(last.array(), start, last.remaining() + next.remaining());
    }

    /** Whether a block follows the last one in memory: those of a recording that is an array do. */
    private static boolean follows(ByteBuffer next, ByteBuffer last) {
        return last != null
                && last.hasArray()
                && next.hasArray()
                && last.array() == next.array()
                && last.arrayOffset() + last.limit() == next.arrayOffset() + next.position();
    }

    /** The next full chunk; empty when there are not enough samples. */
    public Optional<ByteBuffer> next() {
        return held < chunkBytes ? Optional.empty() : Optional.of(take(chunkBytes));
    }

    /** The last, shorter chunk; empty when nothing is left. Take all full chunks first. */
    public Optional<ByteBuffer> flush() {
        return held == 0 ? Optional.empty() : Optional.of(take(Math.min(held, chunkBytes)));
    }

    private ByteBuffer take(int bytes) {
        held -= bytes;
        if (blocks.element().remaining() >= bytes) {
            return takeFromFirst(bytes);
        }
        ByteBuffer chunk = ByteBuffer.allocate(bytes);
        while (chunk.hasRemaining()) {
            chunk.put(takeFromFirst(Math.min(chunk.remaining(), blocks.element().remaining())));
        }
        return chunk.flip();
    }

    private ByteBuffer takeFromFirst(int bytes) {
        ByteBuffer block = blocks.element();
        ByteBuffer taken = block.slice(block.position(), bytes);
        block.position(block.position() + bytes);
        if (!block.hasRemaining()) {
            blocks.remove();
        }
        return taken;
    }
}
