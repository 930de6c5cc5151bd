package io.github.camelelevenlabs.stt.protocol;

/** The context that a connection starts with. */
public final class PreviousText {

    /** In characters; the service works best with fewer than about 50. */
    public static final int MAX_LENGTH = 50;

    private PreviousText() {}

    /** The end of a text, cut between words if possible and short enough for the service; null for a blank text. */
    public static String endOf(String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String context = text.strip();
        if (context.length() <= MAX_LENGTH) {
            return context;
        }
        int start = context.length() - MAX_LENGTH;
        int space = context.indexOf(' ', start - 1);
        if (space >= 0 && space < context.length() - 1) {
            start = space + 1;
        } else if (Character.isLowSurrogate(context.charAt(start))) {
            start++;
        }
        return context.substring(start).strip();
    }
}
