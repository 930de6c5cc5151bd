package io.github.camelelevenlabs.stt.text;

import java.io.IOException;
import java.util.Locale;

/**
 * Makes external text fit for logs, exceptions, JMX and consoles: on one line, short, and without characters
 * that a terminal or a reader would take for something else. Letters of all scripts stay as they are. Control and format
 * characters, line separators, unpaired surrogates and characters without a meaning are escaped as in Java,
 * <code>\n</code> or <code>&#92;u001b</code>.
 *
 * <p>The cost depends on the length of the result, not on that of the text. Text that is printable already is returned as it
 * is, so doing this twice changes nothing.
 */
public final class Printable {

    /** In characters, for one piece of external text. */
    public static final int MAX_LENGTH = 300;

    /** In characters, for a whole message that contains such pieces. */
    public static final int MAX_MESSAGE_LENGTH = 1_000;

    private static final int MAX_CAUSES = 20;
    private static final char CUT = '…';

    private Printable() {}

    /** The text on one line, with {@link #MAX_LENGTH} characters at most; null for null. */
    public static String of(String text) {
        return of(text, MAX_LENGTH);
    }

    /** A whole message, with {@link #MAX_MESSAGE_LENGTH} characters at most; null for null. */
    public static String message(String text) {
        return of(text, MAX_MESSAGE_LENGTH);
    }

    /**
     * The text on one line.
     *
     * @param maxLength characters of the result, the ellipsis of a text that was cut included; at least one
     */
    public static String of(String text, int maxLength) {
        return text == null || isPrintable(text, maxLength) ? text : rewritten(text, maxLength);
    }

    private static boolean isPrintable(String text, int maxLength) {
        return text.length() <= maxLength && text.codePoints().allMatch(Printable::isPrintable);
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static String rewritten(String text, int maxLength) {
        StringBuilder result = new StringBuilder(Math.min(maxLength, text.length()) + 1);
        // Where to cut so that the ellipsis still has room:
        int cutAt = 0;
        int index = 0;
        while (index < text.length()) {
            int character = text.codePointAt(index);
            index += Character.charCount(character);
            append(character, result);
            if (result.length() > maxLength) {
                result.setLength(cutAt);
                return result.append(CUT).toString();
            }
            cutAt = result.length() < maxLength ? result.length() : cutAt;
        }
        return result.toString();
    }

    private static void append(int character, StringBuilder result) {
        if (isPrintable(character)) {
            result.appendCodePoint(character);
            return;
        }
        switch (character) {
            case '\n' -> result.append("\\n");
            case '\r' -> result.append("\\r");
            case '\t' -> result.append("\\t");
            default -> {
                for (char unit : Character.toChars(character)) {
                    result.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        }
    }

    /**
     * A failure whose stack trace can be logged: itself if its messages and those of its causes are printable, otherwise an
     * {@link IOException} that stands for it, names its class and has its stack trace.
     */
    public static Throwable cause(Throwable failure) {
        return failure == null || isPrintable(failure, MAX_CAUSES) ? failure : copy(failure, MAX_CAUSES);
    }

    private static boolean isPrintable(Throwable failure, int depth) {
        // The stack trace of a failure calls its toString, which may hold more than its message.
        if (depth == 0 || !isPrintable(failure.toString(), MAX_MESSAGE_LENGTH)) {
            return false;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (!isPrintable(suppressed, depth - 1)) {
                return false;
            }
        }
        return failure.getCause() == null || isPrintable(failure.getCause(), depth - 1);
    }

    private static Throwable copy(Throwable failure, int depth) {
        Throwable cause = failure.getCause() == null || depth == 0 ? null : copy(failure.getCause(), depth - 1);
        IOException copy = new IOException(message(failure.toString()), cause);
        copy.setStackTrace(failure.getStackTrace());
        if (depth > 0) {
            for (Throwable suppressed : failure.getSuppressed()) {
                copy.addSuppressed(copy(suppressed, depth - 1));
            }
        }
        return copy;
    }
}
