package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The encoded bytes of a piece, in buffers of limited size. */
interface Input {

    /**
     * Reads the next buffer, which is never empty; null at the end. May block. The first buffer is long enough to
     * detect a file format, unless there are fewer bytes. Its memory is not reused.
     */
    ByteBuffer next() throws IOException;

    /** Whether {@link #next()} is known to return null. Does not block. */
    boolean isExhausted();

    /** Whether {@link #next()} may block. */
    boolean mayBlock();

    /** Releases all resources. Safe for any thread, also during {@link #next()}, and more than once. May block. */
    void close();
}
