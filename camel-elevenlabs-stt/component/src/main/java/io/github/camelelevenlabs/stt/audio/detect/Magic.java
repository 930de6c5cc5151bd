package io.github.camelelevenlabs.stt.audio.detect;

import java.nio.ByteBuffer;

/** Compares the bytes of a buffer with those that a format begins with; the buffer stays where it is. */
public final class Magic {

    private Magic() {}

    /** @param magic one character for each byte */
    public static boolean isAt(ByteBuffer bytes, int index, String magic) {
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

    public static boolean isAtStart(ByteBuffer bytes, String magic) {
        return isAt(bytes, 0, magic);
    }

    /** From 0 to 255. */
    public static int byteAt(ByteBuffer bytes, int index) {
        return bytes.get(bytes.position() + index) & 0xFF;
    }
}
