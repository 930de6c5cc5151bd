package io.github.camelelevenlabs.stt.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding: a percent sign and two hexadecimal digits for each UTF-8 byte. */
final class PercentCode {

    private static final String DIGITS = "0123456789ABCDEF";

    private PercentCode() {}

    /**
     * Encodes control characters, spaces, characters above ASCII, and the given characters. Encoded characters stay
     * unchanged, also in the old form {@code %u00FC}. A percent sign that encodes nothing becomes {@code %25}:
     * browsers keep it, and most servers then respond with 400.
     */
    static String encode(String text, String special) {
        StringBuilder encoded = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            boolean stray = character == '%' && !isCode(text, at) && !isOldCode(text, at);
            if (character > ' ' && character < 0x7F && special.indexOf(character) < 0 && !stray) {
                encoded.append((char) character);
            } else {
                // Half of a surrogate pair has no UTF-8 encoding; the usual replacement, a question mark, would begin
                // a query.
                boolean half = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
                String whole = half ? "\uFFFD" : Character.toString(character);
                for (byte octet : whole.getBytes(StandardCharsets.UTF_8)) {
                    append(encoded, octet);
                }
            }
            at += Character.charCount(character);
        }
        return encoded.toString();
    }

    /** Encodes bytes above ASCII in a text with one character for each byte. */
    static String encodeBytes(String latin) {
        StringBuilder encoded = new StringBuilder(latin.length());
        for (int i = 0; i < latin.length(); i++) {
            char octet = latin.charAt(i);
            if (octet < 0x80) {
                encoded.append(octet);
            } else {
                append(encoded, octet);
            }
        }
        return encoded.toString();
    }

    private static void append(StringBuilder encoded, int octet) {
        encoded.append('%').append(DIGITS.charAt(octet >> 4 & 0xF)).append(DIGITS.charAt(octet & 0xF));
    }

    /** Decodes a text. A percent sign that encodes nothing stays unchanged. */
    static String decode(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        int plain = 0;
        for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
            if (isCode(text, at)) {
                octets.writeBytes(text.substring(plain, at).getBytes(StandardCharsets.UTF_8));
                octets.write(Integer.parseInt(text, at + 1, at + 3, 16));
                plain = at + 3;
            }
        }
        octets.writeBytes(text.substring(plain).getBytes(StandardCharsets.UTF_8));
        return octets.toString(StandardCharsets.UTF_8);
    }

    private static boolean isOldCode(String text, int percent) {
        return text.regionMatches(true, percent + 1, "u", 0, 1)
                && isCode(text, percent + 1)
                && isCode(text, percent + 3);
    }

    private static boolean isCode(String text, int percent) {
        return isHexDigit(text, percent + 1) && isHexDigit(text, percent + 2);
    }

    private static boolean isHexDigit(String text, int at) {
        // Character.digit would also accept the digits of other scripts.
        return at < text.length() && DIGITS.indexOf(Character.toUpperCase(text.charAt(at))) >= 0;
    }
}
