package io.github.camelelevenlabs.stt.audio.detect;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Detects text sent as audio: error pages, lists, audio encoded as text. Samples are never printable for long. */
public final class PlainText {

    /** More bytes would not change the result. */
    private static final int MAX_LOOKED_AT = 1024;

    private static final int MIN_BYTES = 8;

    /**
     * The limit below which bytes above ASCII do not count as characters of a Windows code page: text has few of
     * them.
     */
    private static final int MIN_BYTES_OF_CODE_PAGE = 32;

    /**
     * The limit for UTF-16 without a byte order mark. Quiet samples with an offset are also valid UTF-16, but not
     * words with spaces.
     */
    private static final int MIN_CHARACTERS_WITHOUT_MARK = 24;

    /** Control characters that occur in text, including the escape character that colours a terminal. */
    private static final String CONTROLS = "\t\n\r\f\u001B";

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{32,}={0,2}");

    private PlainText() {}

    /** The kind of text that begins with these bytes, such as {@code JSON}; empty when it is not text. */
    public static Optional<String> nameOf(ByteBuffer head) {
        ByteBuffer bytes = head.slice(head.position(), Math.min(MAX_LOOKED_AT, head.remaining()));
        return multipart(bytes).or(() -> text(bytes).map(PlainText::describe));
    }

    /** A multipart form contains its files unencoded, behind lines of text. */
    private static Optional<String> multipart(ByteBuffer bytes) {
        String text = Magic.textAt(bytes, 0, bytes.remaining());
        if (text.startsWith("--") && text.toLowerCase(Locale.ROOT).contains("\r\ncontent-disposition:")) {
            return Optional.of("a multipart form; send the content of its part");
        }
        return text.startsWith("HTTP/1.")
                ? Optional.of("a whole HTTP answer; send its body without the headers")
                : Optional.empty();
    }

    private static Optional<String> text(ByteBuffer bytes) {
        if (bytes.remaining() < MIN_BYTES) {
            return Optional.empty();
        } else if (Magic.isAtStart(bytes, "\u00FF\u00FE")) {
            return decoded(bytes, StandardCharsets.UTF_16LE).filter(PlainText::isMostlyAscii);
        } else if (Magic.isAtStart(bytes, "\u00FE\u00FF")) {
            return decoded(bytes, StandardCharsets.UTF_16BE).filter(PlainText::isMostlyAscii);
        }
        return decoded(bytes, StandardCharsets.UTF_8)
                .or(() -> decoded(bytes, StandardCharsets.UTF_16LE).filter(PlainText::isWords))
                .or(() -> decoded(bytes, StandardCharsets.UTF_16BE).filter(PlainText::isWords))
                .or(() -> bytes.remaining() < MIN_BYTES_OF_CODE_PAGE
                        ? Optional.empty()
                        : decoded(bytes, StandardCharsets.ISO_8859_1).filter(PlainText::isMostlyAscii));
    }

    /**
     * The decoded text, without an incomplete character at its end; empty when a byte or character does not occur in
     * text.
     */
    private static Optional<String> decoded(ByteBuffer bytes, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer characters = CharBuffer.allocate(bytes.remaining());
        CoderResult result = decoder.decode(bytes.duplicate(), characters, false);
        String text = characters.flip().toString();
        boolean printable =
                result.isUnderflow() && !text.isEmpty() && text.chars().allMatch(PlainText::isPrintable);
        return printable ? Optional.of(text) : Optional.empty();
    }

    private static boolean isPrintable(int character) {
        boolean assigned = Character.isSurrogate((char) character) || Character.isDefined(character);
        return Character.isISOControl(character) ? CONTROLS.indexOf(character) >= 0 : assigned;
    }

    private static boolean isMostlyAscii(String text) {
        return 100 * text.chars().filter(character -> character < 0x7F).count() >= 85L * text.length();
    }

    private static boolean isWords(String text) {
        long letters = text.chars().filter(Character::isLetter).count();
        long spaces = text.chars().filter(Character::isWhitespace).count();
        boolean ascii = text.chars().allMatch(character -> character < 0x7F);
        return ascii
                && text.length() >= MIN_CHARACTERS_WITHOUT_MARK
                && 100 * letters >= 50L * text.length()
                && 100 * spaces >= 4L * text.length();
    }

    private static String describe(String text) {
        String begin = (text.startsWith("\uFEFF") ? text.substring(1) : text).stripLeading();
        String lower = begin.toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
            return "an HTML page";
        } else if (lower.startsWith("#extm3u") || lower.startsWith("[playlist]")) {
            return "a playlist; send what it names";
        } else if (lower.startsWith("data:") && lower.contains(";base64,")) {
            return "a data: URL; send what its base64 decodes to";
        } else if (lower.startsWith("<")) {
            return "XML";
        } else if (lower.startsWith("{") || lower.startsWith("[")) {
            return "JSON";
        }
        return base64(begin).orElse("text");
    }

    private static Optional<String> base64(String text) {
        String joined = text.replaceAll("[\r\n]", "").strip();
        if (!BASE64.matcher(joined).matches()) {
            return Optional.empty();
        }
        String whole =
                joined.substring(0, joined.length() / 4 * 4).replace('-', '+').replace('_', '/');
        try {
            ByteBuffer decoded = ByteBuffer.wrap(Base64.getDecoder().decode(whole));
            String of = Container.of(decoded, Optional.empty())
                    .map(container -> " of " + container)
                    .orElse("");
            return Optional.of("base64 text" + of + "; unmarshal().base64() decodes it");
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
