package io.github.camelelevenlabs.stt.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Separates new words from the service's echoes: the service repeats the last partial in silence, and repeats a committed
 * text once more as a partial. Used on the session's loop.
 */
final class PartialFilter {

    // Answers may follow each other faster than their echoes.
    private static final int REMEMBERED = 4;

    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

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

    private static String letters(String text) {
        return NO_LETTERS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
