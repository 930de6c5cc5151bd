package io.github.camelelevenlabs.stt.audio.detect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads bytes at an index behind a buffer's position, and compares them with known ones. The position stays the same. */
public final class Magic {

    private Magic() {}

    /**
     * Whether these bytes stand at the index.
     *
     * @param magic one character for each byte
     */
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

    /** Whether the bytes at the index, as far as there are any, are the first ones of the magic. */
    public static boolean mayBeAt(ByteBuffer bytes, int index, String magic) {
        int available = Math.max(0, Math.min(magic.length(), bytes.remaining() - index));
        return isAt(bytes, index, magic.substring(0, available));
    }

    /** As many bytes as characters. */
    public static String textAt(ByteBuffer bytes, int index, int length) {
        byte[] text = new byte[length];
        bytes.get(bytes.position() + index, text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** The unsigned number in these bytes, of which there are at most eight. */
    public static long number(ByteBuffer bytes, int index, int length, ByteOrder order) {
        long number = 0;
        for (int i = 0; i < length; i++) {
            int at = order == ByteOrder.BIG_ENDIAN ? i : length - 1 - i;
            number = number << 8 | byteAt(bytes, index + at);
        }
        return number;
    }

    /** From 0 to 255. */
    public static int byteAt(ByteBuffer bytes, int index) {
        return bytes.get(bytes.position() + index) & 0xFF;
    }
}
