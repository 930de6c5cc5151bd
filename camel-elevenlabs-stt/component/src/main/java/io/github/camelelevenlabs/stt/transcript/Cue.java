package io.github.camelelevenlabs.stt.transcript;

import java.util.List;
import java.util.Locale;

/**
 * Text that is shown at once, as a subtitle.
 *
 * @param startTime when it appears, in milliseconds of the source
 * @param endTime   when it disappears, in milliseconds of the source; after it appears
 * @param lines     one or two, not blank
 * @param channel   of the recording, from 0; null unless its channels are transcribed each by itself
 */
record Cue(long startTime, long endTime, List<String> lines, Integer channel) {

    /** The least time for which text is shown, in milliseconds: a shorter flash is not read. */
    static final long MIN_DURATION = 1_000;

    /** The longest time for which text is shown, in milliseconds: whoever has read it twice looks for the next. */
    static final long MAX_DURATION = 7_000;

    /** What can be read while watching, in columns a second. */
    static final int READING_SPEED = 17;

    /** The dark between two cues by which the eye sees that the text has changed, in milliseconds: two pictures of film. */
    static final long GAP = 80;

    static final int LINE_WIDTH = 42;

    Cue {
        lines = List.copyOf(lines);
    }

    /** How long it takes to read so much text, in milliseconds. */
    static long readingTime(int columns) {
        return Math.max(MIN_DURATION, columns * 1_000L / READING_SPEED);
    }

    /** A time as subtitle formats write it, with a point or comma before its milliseconds. */
    static String timestamp(long millis, char decimalMark) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%c%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1_000 % 60,
                decimalMark,
                millis % 1_000);
    }
}
