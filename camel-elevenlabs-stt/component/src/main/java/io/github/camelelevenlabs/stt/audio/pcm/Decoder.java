package io.github.camelelevenlabs.stt.audio.pcm;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Decodes the bytes of a recording to the bytes of whole samples. Used by one thread at a time, and not again after
 * it has thrown. Does not block.
 *
 * <p>A piece may be cut at any position, also within a header or a sample.
 */
public interface Decoder {

    /**
     * Decodes a whole piece. The result may share the memory of the piece, which must not change afterwards.
     *
     * @return whole samples in {@link #format()}; empty when this piece completes none
     * @throws AudioException if the audio is not accepted; says what was found and what is accepted
     */
    ByteBuffer decode(ByteBuffer in) throws AudioException;

    /** Returns samples that are held back for analysis together with the next ones. More may follow. */
    default ByteBuffer flush() {
        return ByteBuffer.allocate(0);
    }

    /** Decides by what there is what the samples are, although more may come: what came is wanted now. */
    default ByteBuffer decideNow() throws AudioException {
        return ByteBuffer.allocate(0);
    }

    /**
     * Ends the recording. Afterwards {@link #format()} is known.
     *
     * @return the samples held back
     * @throws AudioException if the recording ends before its audio begins
     */
    ByteBuffer end() throws AudioException;

    /**
     * The format of the samples. Empty until it is known; then it never changes. It is known before the first sample
     * is returned.
     */
    Optional<PcmFormat> format();

    /** The number of interleaved channels. Known with the format. */
    default int channels() {
        return 1;
    }

    /**
     * The bytes behind the end of the decoded file that do not belong to it; empty while there are none. Later bytes
     * are added. The caller must ask for them.
     */
    default Optional<ByteBuffer> following() {
        return Optional.empty();
    }
}
