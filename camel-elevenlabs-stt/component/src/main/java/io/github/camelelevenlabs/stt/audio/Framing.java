package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.Optional;

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

    /** Whether the unit that begins there needs another decoder than those before it. */
    boolean isNewPart(ByteBuffer bytes, int index);

    /** The unit that begins there is one of the recording. */
    void passed(ByteBuffer bytes, int index);

    /** What another decoder has to see again before it goes on there. */
    default Optional<ByteBuffer> preface() {
        return Optional.empty();
    }

    /** Whether there may be sound later, although nothing has announced any yet. */
    default boolean isWithoutSound() {
        return false;
    }

    static int byteAt(ByteBuffer bytes, int index) {
        return bytes.get(bytes.position() + index) & 0xFF;
    }

    /** Whether these characters stand there. */
    static boolean isAt(ByteBuffer bytes, int index, String text) {
        if (bytes.remaining() < index + text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (byteAt(bytes, index + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
