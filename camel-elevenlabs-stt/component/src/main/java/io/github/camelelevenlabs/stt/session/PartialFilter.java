package io.github.camelelevenlabs.stt.session;

import java.util.Locale;
import java.util.Optional;

/**
 * Tells new words from the service's echoes: it repeats the last partial while nothing is said, and repeats a committed
 * text once more as a partial.
 */
final class PartialFilter {

    private String last = "";
    private String committed = "";

    /** The text, if it says anything new about the segment that is not committed yet. */
    Optional<String> heard(String text) {
        if (text.isBlank() || text.equals(last) || letters(text).equals(letters(committed))) {
            return Optional.empty();
        }
        last = text;
        return Optional.of(text);
    }

    /** Starts a new segment; returns what the last partial of the one before was, blank when it had none. */
    String commit(String text) {
        String heard = last;
        last = "";
        if (!text.isBlank()) {
            committed = text;
        } else if (!heard.isBlank()) {
            committed = heard;
        }
        return heard;
    }

    /** Whether words were heard that no commit has covered. */
    boolean isPending() {
        return !last.isBlank();
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "");
    }
}
