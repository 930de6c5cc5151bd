package io.github.camelelevenlabs.stt.audio.pcm;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Turns the bytes of a recording, in whatever pieces they come, into the bytes of whole samples.
 *
 * <p>A piece may be cut anywhere, inside a header or a sample too. Used by one thread at a time, and not again after it
 * has thrown.
 */
public interface Decoder {

    /**
     * Takes all of this piece. The samples may lie in the piece's own memory, which must not change afterwards.
     *
     * @return whole samples in {@link #format()}, empty when this piece does not complete one
     * @throws AudioException if this is not audio that can be taken; names what was found and what is accepted
     */
    ByteBuffer decode(ByteBuffer in) throws AudioException;

    /** Gives whole samples that are held back only to look at them with those that follow; more may follow. */
    default ByteBuffer flush() {
        return ByteBuffer.allocate(0);
    }

    /** Decides by what there is what the samples are, although more may come: what came is wanted now. */
    default ByteBuffer decideNow() throws AudioException {
        return ByteBuffer.allocate(0);
    }

    /**
     * There are no more pieces. Afterwards {@link #format()} is known.
     *
     * @return the samples that were still held back
     * @throws AudioException if the recording ends before its audio begins
     */
    ByteBuffer end() throws AudioException;

    /** What the samples are; empty until recognised, and then it stays. Known before the first sample comes out. */
    Optional<PcmFormat> format();

    /** How many channels the samples are of, one sample of each in turn. Known with the format. */
    default int channels() {
        return 1;
    }

    /**
     * What came behind the end of the file that is decoded and is none of it, once there is anything; all that comes later
     * joins it. Who does not ask does not hear of it.
     */
    default Optional<ByteBuffer> following() {
        return Optional.empty();
    }
}
