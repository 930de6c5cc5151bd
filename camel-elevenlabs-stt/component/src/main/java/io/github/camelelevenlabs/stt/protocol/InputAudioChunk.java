package io.github.camelelevenlabs.stt.protocol;

import java.util.Objects;

/** The only message that a client sends: audio in base64, and the JSON around it. */
public record InputAudioChunk(Slice audio, Envelope envelope) {

    /**
     * Samples in the format that the address names; empty for a pure commit or a keepalive. A part of an array, so that bytes need not
     * be copied on their way to the wire. The array must not change any more.
     */
    public record Slice(byte[] array, int offset, int length) {
        public static final Slice EMPTY = new Slice(new byte[0], 0, 0);

        public Slice {
            Objects.checkFromIndexSize(offset, length, array.length);
        }

        public static Slice of(byte[] array) {
            return new Slice(array, 0, array.length);
        }
    }

    /**
     * The JSON of a message before and after its audio, in UTF-8. Nearly all messages of a connection have the same one, so it is made
     * once. The arrays must not change.
     */
    public record Envelope(byte[] head, byte[] tail) {}
}
