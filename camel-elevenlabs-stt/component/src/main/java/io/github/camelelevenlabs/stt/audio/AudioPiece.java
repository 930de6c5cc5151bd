package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** The next bytes of a stream session, cut at any position, or all bytes of a recording. */
public sealed interface AudioPiece {

    /** Whether the audio up to the end of this piece is committed at once. */
    boolean commit();

    /**
     * Where the audio of this piece begins on the source's clock, in milliseconds. Empty when it goes on where the piece before ended.
     */
    OptionalLong position();

    /**
     * Bytes in memory.
     *
     * @param bytes the remaining bytes of the buffer, which must not change until the piece is taken; may be empty
     */
    record Bytes(ByteBuffer bytes, boolean commit, OptionalLong position) implements AudioPiece {
        public Bytes(ByteBuffer bytes, boolean commit) {
            this(bytes, commit, OptionalLong.empty());
        }
    }

    /**
     * Bytes of an open stream, which are read when it is the turn of the piece.
     *
     * @param stream open; whoever takes the piece closes it, also after a failure
     */
    record Stream(InputStream stream, boolean commit, OptionalLong position) implements AudioPiece {
        public Stream(InputStream stream, boolean commit) {
            this(stream, commit, OptionalLong.empty());
        }
    }

    /**
     * Bytes of a stream that is opened when it is the turn of the piece.
     *
     * @param opening called at most once, on a thread that may block
     */
    record Unopened(Opening opening, boolean commit, OptionalLong position) implements AudioPiece {
        public Unopened(Opening opening, boolean commit) {
            this(opening, commit, OptionalLong.empty());
        }
    }

    /**
     * Bytes that arrive from somewhere, which no thread waits for.
     *
     * @param bytes read when it is the turn of the piece; whoever takes the piece closes them, also after a failure
     */
    record Arriving(ArrivingBytes bytes, boolean commit, OptionalLong position) implements AudioPiece {}

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

    static AudioPiece of(ArrivingBytes bytes) {
        return new Arriving(bytes, false, OptionalLong.empty());
    }

    static AudioPiece of(Opening opening) {
        return new Unopened(opening, false);
    }
}
