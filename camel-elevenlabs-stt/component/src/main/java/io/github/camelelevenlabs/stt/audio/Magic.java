package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;

/** Compares the bytes of a buffer with those that a format begins with; the buffer stays where it is. */
final class Magic {

    private Magic() {}

    /** @param magic one character for each byte */
    static boolean isAt(ByteBuffer bytes, int index, String magic) {
        if (bytes.remaining() < index + magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if (byteAt(bytes, index + i) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static boolean isAtStart(ByteBuffer bytes, String magic) {
        return isAt(bytes, 0, magic);
    }

    /** From 0 to 255. */
    static int byteAt(ByteBuffer bytes, int index) {
        return bytes.get(bytes.position() + index) & 0xFF;
    }
}
