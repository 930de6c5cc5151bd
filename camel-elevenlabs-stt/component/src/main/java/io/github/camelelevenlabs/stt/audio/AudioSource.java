package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/**
 * Audio as the session takes it: blocks of samples, then the end.
 *
 * <p>The session pulls: it opens the source once, then asks for one block at a time, the next only after it has the one
 * before, and only while it has room. So a source holds no more than a block, and whoever fills it waits. A source
 * never blocks the thread that asks: what takes time happens elsewhere and completes the stage from there.
 */
public interface AudioSource {

    /**
     * Finds out what the audio is. Completes with the format of all blocks, or fails with an {@link AudioException}
     * that names what was found and what is accepted, or with the {@link java.io.IOException} of a broken source.
     */
    CompletionStage<PcmFormat> open();

    /**
     * How many channels the blocks hold, one sample of each in turn. The session takes sources of one; more come only
     * from those that were asked to keep them. Known once the source is open.
     */
    default int channels() {
        return 1;
    }

    /**
     * The next block, or {@link Block#END}. Fails as {@link #open()} does; after a failure or the end it is not called
     * again. A block holds whole samples, at most a second of them or so.
     */
    CompletionStage<Block> read();

    /**
     * Whether the audio goes on elsewhere while nobody reads it, as a live stream does. Such a source is read even
     * while the service is out of reach; any other simply waits.
     */
    default boolean isLive() {
        return false;
    }

    /** Releases what the source holds; a pending stage may then fail or never complete. May be called twice. */
    void close();

    /**
     * Samples in the order they were spoken.
     *
     * @param samples the bytes of whole samples; owned by the reader, who does not change them
     * @param commit  whether the audio up to and including this block is to be committed at once
     */
    record Block(ByteBuffer samples, boolean commit) {
        /** After the last sample. */
        public static final Block END = new Block(ByteBuffer.allocate(0), false);

        public static Block of(ByteBuffer samples) {
            return new Block(samples, false);
        }
    }
}
