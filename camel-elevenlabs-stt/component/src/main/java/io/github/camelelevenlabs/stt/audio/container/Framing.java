package io.github.camelelevenlabs.stt.audio.container;

import java.nio.ByteBuffer;

/**
 * The units of a file format, such as frames, packets, pages or boxes, each with a known length. Follows one
 * recording; used by one thread.
 */
interface Framing {

    /** No unit begins at the index. */
    long NONE = 0;

    /** More bytes are needed to decide. */
    long MORE = -1;

    /** The length of the unit at the index, {@link #NONE} or {@link #MORE}. */
    long lengthAt(ByteBuffer bytes, int index);

    /**
     * Whether the format continues at the index, after bytes that were not a unit. One header alone may not be
     * enough.
     *
     * @return positive for yes, otherwise {@link #NONE} or {@link #MORE}
     */
    default long resumesAt(ByteBuffer bytes, int index) {
        return lengthAt(bytes, index);
    }

    /**
     * The first bytes, from 0 to 255, at which {@link #resumesAt} must be asked, in addition to the first bytes of
     * known formats.
     */
    default int[] firstBytes() {
        return new int[0];
    }

    /** The length of the first unit where {@link #resumesAt} finds several. */
    default long unitAt(ByteBuffer bytes, int index) {
        return lengthAt(bytes, index);
    }

    /** Whether the unit at the index needs a new decoder. */
    boolean isNewPart(ByteBuffer bytes, int index);

    /** Records that the unit at the index belongs to the recording. */
    void passed(ByteBuffer bytes, int index);

    /**
     * Bytes of the previous part that the decoder of this part needs again.
     *
     * @param before the framing of the previous part
     */
    default ByteBuffer preface(Framing before) {
        return ByteBuffer.allocate(0);
    }

    /** Whether sound may still be announced. */
    default boolean isWithoutSound() {
        return false;
    }
}
