package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;

/** Bytes as a person can read them in a message: printable ASCII as it is, everything else escaped. */
final class Excerpt {

    private static final int MAX_LENGTH = 16;

    private Excerpt() {}

    /** The beginning of these bytes, 16 characters or little more; the bytes stay where they are. */
    static String of(ByteBuffer bytes) {
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
