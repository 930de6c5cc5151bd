package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The next bytes of a stream session's audio, cut anywhere; or all of a recording's. */
public sealed interface AudioPiece {

    /** Whether the audio up to and including this piece is to be committed at once. */
    boolean commit();

    /**
     * Bytes in memory.
     *
     * @param bytes the remaining ones, which must not change until the piece is taken; none are allowed
     */
    record Bytes(ByteBuffer bytes, boolean commit) implements AudioPiece {}

    /**
     * Bytes that are read when it is their turn.
     *
     * @param stream open; closed by whoever takes the piece, whether or not it succeeds
     */
    record Stream(InputStream stream, boolean commit) implements AudioPiece {}

    /**
     * Bytes of a stream that is opened when it is their turn.
     *
     * @param opening called at most once, on a thread that may block
     */
    record Unopened(Opening opening, boolean commit) implements AudioPiece {}

    /** How to get at a stream. Closing its source does not interrupt it: it ends by itself. */
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
