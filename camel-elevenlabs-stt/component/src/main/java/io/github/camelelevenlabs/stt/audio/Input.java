package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.nio.ByteBuffer;

/** DecodeCommand bytes in pieces of bounded size. */
interface Input {

    /**
     * The next piece, never empty, or null at the end. May block. The first piece holds enough bytes to recognise a
     * file format by, unless there are no more. The memory of a piece is not used again.
     */
    ByteBuffer next() throws IOException;

    /** Whether it is certain, without blocking, that {@link #next()} gives null. */
    boolean isExhausted();

    /** Whether {@link #next()} may have to wait. */
    boolean mayBlock();

    /** Releases what is held, from any thread, during {@link #next()} too, and more than once. */
    void close();
}
