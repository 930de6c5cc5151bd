package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The next bytes of a stream session, cut at any position, or all bytes of a recording. */
public sealed interface AudioPiece {

    /** Whether the audio up to the end of this piece is committed at once. */
    boolean commit();

    /**
     * Bytes in memory.
     *
     * @param bytes the remaining bytes of the buffer, which must not change until the piece is taken; may be empty
     */
    record Bytes(ByteBuffer bytes, boolean commit) implements AudioPiece {}

    /**
     * Bytes of an open stream, which are read when it is the turn of the piece.
     *
     * @param stream open; whoever takes the piece closes it, also after a failure
     */
    record Stream(InputStream stream, boolean commit) implements AudioPiece {}

    /**
     * Bytes of a stream that is opened when it is the turn of the piece.
     *
     * @param opening called at most once, on a thread that may block
     */
    record Unopened(Opening opening, boolean commit) implements AudioPiece {}

    /** Opens a stream; may block. Closing the source does not interrupt it. */
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }

    static AudioPiece of(ByteBuffer bytes) {
        return new Bytes(bytes, false);
    }

    static AudioPiece of(InputStream stream) {
        return new Stream(stream, false);
    }

    static AudioPiece of(Opening opening) {
        return new Unopened(opening, false);
    }
}
