package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Decodes one part of a recording. One thread writes its bytes while another reads the output: a WAV, or Matroska
 * with timestamps. Both may block until {@link #close()}.
 */
public interface PartDecoder extends AutoCloseable {

    /**
     * Writes bytes, which must not change any more. May block.
     *
     * @return false when no more bytes are accepted; the reader gets the reason
     */
    boolean write(ByteBuffer bytes);

    /** Ends the input. May block. */
    void end();

    /** Whether this decoder itself decodes or reports bytes behind its part. For the writing thread. */
    default boolean isFollowed() {
        return false;
    }

    /** Whether all bytes are collected before there is any output. Safe for any thread; does not block. */
    default boolean isCollecting() {
        return false;
    }

    /** Completes when {@link #read()} no longer waits for bytes to be written. */
    CompletionStage<Void> started();

    /** Completes when {@link #read()} gives output, the end or a failure at once. Called before each read, or before none. */
    CompletionStage<Void> readable();

    /** Completes when some bytes more are likely to be written at once: the decoder has nothing to read, and is waiting for them. */
    CompletionStage<Void> writable();

    /** Reads the next bytes of output; null at the end. May block. */
    ByteBuffer read() throws IOException;

    /** What is known about the part; complete once samples have arrived. For the reading thread. */
    MediaInfo media();

    /** Why the output has no samples. For the reading thread. */
    AudioException failure();

    /** The complaints of the decoder about a part that had samples. For the reading thread, at the end. */
    default Optional<String> complaint() {
        return Optional.empty();
    }

    /** Ends decoding. Safe for any thread, and more than once. */
    @Override
    void close();
}
