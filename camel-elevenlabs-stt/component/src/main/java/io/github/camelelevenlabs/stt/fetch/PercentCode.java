package io.github.camelelevenlabs.stt.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Percent-encoding: a percent sign and two hexadecimal digits for each UTF-8 byte. */
final class PercentCode {

    private static final HexFormat CODES = HexFormat.of().withUpperCase().withPrefix("%");

    private static final Pattern ABOVE_ASCII = Pattern.compile("[^\\x00-\\x7F]+");

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
                encoded.append(CODES.formatHex(whole.getBytes(StandardCharsets.UTF_8)));
            }
            at += Character.charCount(character);
        }
        return encoded.toString();
    }

    /** Encodes bytes above ASCII in a text with one character for each byte. */
    static String encodeBytes(String latin) {
        return ABOVE_ASCII
                .matcher(latin)
                .replaceAll(found -> CODES.formatHex(found.group().getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Decodes a text. A percent sign that encodes nothing stays unchanged. */
    static String decode(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        int plain = 0;
        for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
            if (isCode(text, at)) {
                octets.writeBytes(text.substring(plain, at).getBytes(StandardCharsets.UTF_8));
                octets.write(HexFormat.fromHexDigits(text, at + 1, at + 3));
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
        return percent + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(percent + 1))
                && HexFormat.isHexDigit(text.charAt(percent + 2));
    }
}
