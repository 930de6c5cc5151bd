package io.github.camelelevenlabs.stt.audio;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/** Bytes that arrive from somewhere. No method blocks. Used by one reader at a time; {@link #close()} is safe for any thread. */
public interface ArrivingBytes extends Closeable {

    /** Completes, never with a failure, when {@link #take} has bytes, the end or a failure to give; perhaps earlier. */
    CompletionStage<Void> readable();

    /**
     * Takes the bytes that have arrived.
     *
     * @return the number of bytes; 0 when there are none yet, and negative at the end
     */
    int take(byte[] buffer, int offset, int length) throws IOException;

    /** May be called more than once. */
    @Override
    void close();
}
