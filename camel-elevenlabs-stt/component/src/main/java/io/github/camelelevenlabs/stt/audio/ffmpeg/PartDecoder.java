package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Decodes one part of a recording, whose bytes one thread writes while another reads what comes out: a WAV, or a Matroska with
 * times. Both may block, until somebody closes.
 */
public interface PartDecoder extends AutoCloseable {

    /** Takes the next bytes, which must not change any more; false when no more are wanted. */
    boolean write(ByteBuffer bytes);

    /** There are no more bytes. */
    void end();

    /** Whether it hears or tells of what is behind its part. To be asked by the writing thread. */
    default boolean isFollowed() {
        return false;
    }

    /** Whether the bytes are kept until all are there, before anything comes out. May be asked by any thread. */
    default boolean isCollecting() {
        return false;
    }

    /** Completes when {@link #read()} no longer waits for bytes to be written. */
    CompletionStage<Void> started();

    /** The next bytes that come out, or null after their end. */
    ByteBuffer read() throws IOException;

    /** What has been found out about the part; all of it once samples have come. To be asked by the reading thread. */
    MediaInfo media();

    /** Why nothing that came out was a sample. To be asked by the reading thread. */
    AudioException failure();

    /** What the decoder had to say against a part of which it gave samples. To be asked by the reading thread, at the end. */
    default Optional<String> complaint() {
        return Optional.empty();
    }

    /** May be called twice, and by any thread. */
    @Override
    void close();
}
