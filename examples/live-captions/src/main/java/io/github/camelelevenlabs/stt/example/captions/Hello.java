package io.github.camelelevenlabs.stt.example.captions;

import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;

/**
 * The first message of a page that speaks. It comes from a stranger.
 *
 * @param id     known to the page alone: the session key
 * @param name   printable and short
 * @param from   the milliseconds of the page's audio that are captioned, as far as it knows
 * @param spoken the milliseconds that it has recorded
 */
record Hello(String id, String name, long from, long spoken) {

    static final int MAX_NAME_LENGTH = 40;
    static final int MAX_LENGTH = 1_000;

    /** A year. */
    static final long MAX_MILLIS = 365L * 24 * 3_600 * 1_000;
    /** 128 bits at least. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{32,64}");

    private static final Pattern LINE_OR_CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\s]+");
    /** What is invisible, turns the direction of writing, or has no meaning. */
    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{C}+");
    /** More than two marks on one letter reach into the lines above and below. */
    private static final Pattern PILED_MARKS = Pattern.compile("(\\p{M}{2})\\p{M}+");

    /** @throws IllegalArgumentException with what is wrong */
    static Hello of(JsonObject message) {
        String id = text(message, "id");
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("The id must be 32 to 64 letters, digits, - or _");
        }
        return new Hello(id, printable(text(message, "name")), millis(message, "from"), millis(message, "spoken"));
    }

    private static String text(JsonObject message, String field) {
        if (message.getValue(field) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("The " + field + " must be a text");
    }

    private static long millis(JsonObject message, String field) {
        if (message.getValue(field) instanceof Number number
                && number.longValue() >= 0
                && number.longValue() <= MAX_MILLIS) {
            return number.longValue();
        }
        throw new IllegalArgumentException("The field " + field + " must be milliseconds, 0 to " + MAX_MILLIS);
    }

    private static String printable(String name) {
        String line = LINE_OR_CONTROL.matcher(name).replaceAll(" ");
        String visible = UNPRINTABLE.matcher(line).replaceAll("");
        String flat = PILED_MARKS.matcher(visible).replaceAll("$1").strip();
        int length = Math.min(MAX_NAME_LENGTH, flat.codePointCount(0, flat.length()));
        String cut = flat.substring(0, flat.offsetByCodePoints(0, length)).strip();
        return cut.isEmpty() ? "Guest" : cut;
    }
}
