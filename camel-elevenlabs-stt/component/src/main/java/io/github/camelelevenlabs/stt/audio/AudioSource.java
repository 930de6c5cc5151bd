package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/**
 * Audio as the session takes it: blocks of samples, then the end.
 *
 * <p>The session pulls: it opens the source once, then asks for one block at a time, the next only after it has the one
 * before, and only while it has room. So a source holds no more than a block, and whoever fills it waits. A source
 * never blocks the thread that calls it: what takes time happens elsewhere and completes the stage from there.
 */
public interface AudioSource {

    /**
     * Finds out what the audio is. Fails with an {@link AudioException} that names what was found and what is accepted,
     * or with the {@link java.io.IOException} of a broken source.
     */
    CompletionStage<Opened> open();

    /**
     * The next block, or {@link Block#END}. Fails as {@link #open()} does; after a failure or the end it is not called
     * again. A block holds whole samples, at most a second of them or so.
     */
    CompletionStage<Block> read();

    /** Releases what the source holds; a pending stage may then fail or never complete. May be called twice. */
    void close();

    /**
     * What is known of the audio once it is open.
     *
     * @param format   of all blocks
     * @param channels how many the blocks hold, one sample of each in turn. The session takes sources of one; more come
     *     only from those that were asked to keep them
     */
    record Opened(PcmFormat format, int channels) {}

    /**
     * Samples in the order they were spoken.
     *
     * @param samples the bytes of whole samples; owned by the reader, who does not change them
     * @param commit  whether the audio up to and including this block is to be committed at once
     * @param live    whether the audio behind this block goes on elsewhere while nobody reads it. Such a source is read
     *     even while the service is out of reach; any other simply waits. Each block says it anew, since a source may
     *     find out late that all of its audio lies there already
     */
    record Block(ByteBuffer samples, boolean commit, boolean live) {
        /** After the last sample. */
        public static final Block END = of(ByteBuffer.allocate(0));

        /** Of audio that waits for its reader. */
        public Block(ByteBuffer samples, boolean commit) {
            this(samples, commit, false);
        }

        public static Block of(ByteBuffer samples) {
            return new Block(samples, false);
        }
    }
}
