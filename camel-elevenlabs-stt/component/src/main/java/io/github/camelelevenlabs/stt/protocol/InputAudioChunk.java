package io.github.camelelevenlabs.stt.protocol;

import java.util.Objects;

/**
 * The only message that a client sends.
 *
 * @param audio        samples in the format that the address names; empty for a pure commit or a keepalive
 * @param commit       whether the service has to make everything final up to the end of this chunk
 * @param sampleRate   in hertz; older servers require it
 * @param previousText context for the first words, on the very first message of a connection only; null for none
 */
public record InputAudioChunk(Slice audio, boolean commit, int sampleRate, String previousText) {

    /** A part of an array, so that bytes need not be copied on their way to the wire. The array must not change any more. */
    public record Slice(byte[] array, int offset, int length) {
        public static final Slice EMPTY = new Slice(new byte[0], 0, 0);

        public Slice {
            Objects.checkFromIndexSize(offset, length, array.length);
        }

        public static Slice of(byte[] array) {
            return new Slice(array, 0, array.length);
        }
    }
}
