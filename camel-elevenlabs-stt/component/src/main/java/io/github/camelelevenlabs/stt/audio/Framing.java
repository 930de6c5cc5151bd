package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;

/**
 * The units that a file format consists of, such as frames, packets, pages or boxes, of which each tells how long it is.
 * Follows one recording; used by one thread.
 */
interface Framing {

    /** No unit begins there. */
    long NONE = 0;

    /** More bytes are needed to tell. */
    long MORE = -1;

    /** How long the unit is that begins there, {@link #NONE} or {@link #MORE}. */
    long lengthAt(ByteBuffer bytes, int index);

    /**
     * After a place at which no unit began: whether it goes on there, for which more than one header may have to show.
     *
     * @return positive for yes, otherwise {@link #NONE} or {@link #MORE}
     */
    default long resumesAt(ByteBuffer bytes, int index) {
        return lengthAt(bytes, index);
    }

    /** The bytes, from 0 to 255, at which {@link #resumesAt} has to be asked, beside those with which a format begins. */
    int[] firstBytes();

    /** How long the first unit is where {@link #resumesAt} says that several are. */
    default long unitAt(ByteBuffer bytes, int index) {
        return lengthAt(bytes, index);
    }

    /** Whether the unit that begins there needs another decoder than those before it. */
    boolean isNewPart(ByteBuffer bytes, int index);

    /** The unit that begins there is one of the recording. */
    void passed(ByteBuffer bytes, int index);

    /**
     * What the decoder of a part has to see again that has come in the part before.
     *
     * @param before what has followed that part
     */
    default ByteBuffer preface(Framing before) {
        return ByteBuffer.allocate(0);
    }

    /** Whether there may be sound later, although nothing has announced any yet. */
    default boolean isWithoutSound() {
        return false;
    }
}
