package io.github.camelelevenlabs.stt.protocol;

import java.util.Objects;

/**
 * The only message a client sends.
 *
 * @param audio        samples in the format that the address names; empty for a pure commit or a keepalive
 * @param commit       whether everything up to and including this chunk is to be made final
 * @param sampleRate   in hertz; newer servers do without it, older ones insist
 * @param previousText context for the first words, on the very first message of a connection only; null for none
 */
public record InputAudioChunk(Slice audio, boolean commit, int sampleRate, String previousText) {

    /** Bytes within an array, so that none has to be copied on its way to the wire. Not to be changed once handed over. */
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
