package io.github.camelelevenlabs.stt.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * Separates new words from the service's echoes: the service repeats the last partial in silence, and repeats a committed
 * text once more as a partial. Used on the session's loop.
 */
final class PartialFilter {

    // Answers may follow each other faster than their echoes.
    private static final int REMEMBERED = 4;

    private static final int OF_WORDS = 1 << Character.UPPERCASE_LETTER
            | 1 << Character.LOWERCASE_LETTER
            | 1 << Character.TITLECASE_LETTER
            | 1 << Character.MODIFIER_LETTER
            | 1 << Character.OTHER_LETTER
            | 1 << Character.NON_SPACING_MARK
            | 1 << Character.COMBINING_SPACING_MARK
            | 1 << Character.ENCLOSING_MARK
            | 1 << Character.DECIMAL_DIGIT_NUMBER
            | 1 << Character.LETTER_NUMBER
            | 1 << Character.OTHER_NUMBER;

    private final Deque<String> committed = new ArrayDeque<>();
    private String last = "";

    /** The text, if it is new in the segment that is not committed yet; empty for a repeat or an echo. */
    Optional<String> newWords(String text) {
        if (text.isBlank() || text.equals(last) || committed.contains(letters(text))) {
            return Optional.empty();
        }
        last = text;
        return Optional.of(text);
    }

    /** Starts a new segment; returns the last partial of the one before, blank when it had none. */
    String commit(String text) {
        String lastPartial = last;
        last = "";
        String spoken = text.isBlank() ? lastPartial : text;
        if (!spoken.isBlank()) {
            committed.addLast(letters(spoken));
        }
        if (committed.size() > REMEMBERED) {
            committed.removeFirst();
        }
        return lastPartial;
    }

    /** Whether a partial had words that no commit has covered. */
    boolean isPending() {
        return !last.isBlank();
    }

    /** A text without its punctuation, spaces and capitals. Each partial is compared like this, for which a pattern is too slow. */
    private static String letters(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        StringBuilder letters = new StringBuilder(lower.length());
        for (int at = 0; at < lower.length(); ) {
            int character = lower.codePointAt(at);
            if ((1 << Character.getType(character) & OF_WORDS) != 0) {
                letters.appendCodePoint(character);
            }
            at += Character.charCount(character);
        }
        return letters.toString();
    }
}
