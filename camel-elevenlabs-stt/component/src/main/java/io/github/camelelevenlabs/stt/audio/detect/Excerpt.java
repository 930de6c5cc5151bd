package io.github.camelelevenlabs.stt.audio.detect;

import java.nio.ByteBuffer;

/** Bytes in readable form, for messages: printable ASCII is kept, everything else is escaped. */
public final class Excerpt {

    private static final int MAX_LENGTH = 16;

    private Excerpt() {}

    /** The beginning of these bytes in about 16 characters. The position of the buffer stays the same. */
    public static String of(ByteBuffer bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = bytes.position(); i < bytes.limit() && text.length() < MAX_LENGTH; i++) {
            int b = bytes.get(i) & 0xFF;
            if (b >= ' ' && b <= '~' && b != '\\') {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02X", b));
            }
        }
        return text.toString();
    }
}
