package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * A source of audio for a session: blocks of samples, then the end.
 *
 * <p>The session pulls. It opens the source once and then reads one block at a time. It reads the next block only
 * after it has received the previous one, and only while it has room. A source therefore holds at most one block. No
 * method blocks: slow work runs on other threads, which complete the returned stage.
 */
public interface AudioSource {

    /**
     * Detects the format of the audio. Fails with an {@link AudioException} that says what was found and what is
     * accepted, or with the {@link java.io.IOException} of a broken source.
     */
    CompletionStage<Opened> open();

    /**
     * Reads the next block, or {@link Block#END}. Fails as {@link #open()} does, and is not called again after a
     * failure or the end. A block holds whole samples, about one second at most.
     */
    CompletionStage<Block> read();

    /**
     * The same, with a callback for the block or the failure. A source that is fed calls back before whoever fed the block learns
     * that it was taken.
     */
    default void read(BiConsumer<? super Block, ? super Throwable> next) {
        read().whenComplete(next);
    }

    /** Releases all resources. A pending stage may then fail or never complete. May be called more than once. */
    void close();

    /**
     * The properties of an open source.
     *
     * @param format the format of all blocks
     * @param channels the number of interleaved channels. A session accepts one; only a source that was asked to keep
     *     the channels has more
     */
    record Opened(PcmFormat format, int channels) {}

    /**
     * A block of consecutive samples.
     *
     * @param samples the bytes of whole samples; owned by the reader, which does not change them
     * @param commit whether the audio up to the end of this block is committed at once
     * @param live whether the audio after this block continues while nobody reads it. A live source is read even
     *     while the service is out of reach; any other source waits. Each block has its own value, because a source
     *     may learn late that all of its audio is already available
     * @param position where the block begins on the source's clock, in milliseconds. Empty when it goes on where the block
     *     before ended
     */
    record Block(ByteBuffer samples, boolean commit, boolean live, OptionalLong position) {
        /** After the last sample. */
        public static final Block END = of(ByteBuffer.allocate(0));

        /** A block that goes on where the one before ended. */
        public Block(ByteBuffer samples, boolean commit, boolean live) {
            this(samples, commit, live, OptionalLong.empty());
        }

        /** A block of a source that is not live. */
        public Block(ByteBuffer samples, boolean commit) {
            this(samples, commit, false);
        }

        public static Block of(ByteBuffer samples) {
            return new Block(samples, false);
        }

        /** The same block at another position. */
        public Block at(OptionalLong other) {
            return new Block(samples, commit, live, other);
        }
    }
}
