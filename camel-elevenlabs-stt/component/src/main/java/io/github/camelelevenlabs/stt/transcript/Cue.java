package io.github.camelelevenlabs.stt.transcript;

import java.util.List;
import java.util.Locale;

/**
 * A subtitle: text that is shown at one time.
 *
 * @param startTime when it appears, in milliseconds of the source
 * @param endTime   when it disappears, in milliseconds of the source; after it appears
 * @param lines     one or two, not blank
 * @param channel   of the recording, from 0; null unless its channels are transcribed each by itself
 */
record Cue(long startTime, long endTime, List<String> lines, Integer channel) {

    /** The shortest display time, in milliseconds: viewers do not read a shorter cue. */
    static final long MIN_DURATION = 1_000;

    /** The longest display time, in milliseconds: viewers who have read a cue twice expect the next one. */
    static final long MAX_DURATION = 7_000;

    /** The speed at which viewers read, in columns per second. */
    static final int READING_SPEED = 17;

    /** The gap between two cues, without which viewers miss the change, in milliseconds: two frames of film. */
    static final long GAP = 80;

    static final int LINE_WIDTH = 42;

    Cue {
        lines = List.copyOf(lines);
    }

    /** The time to read this much text, in milliseconds. */
    static long readingTime(int columns) {
        return Math.max(MIN_DURATION, columns * 1_000L / READING_SPEED);
    }

    /** The line of a subtitle with its times, which have a point or comma before the milliseconds. */
    String timing(char decimalMark) {
        return timestamp(startTime, decimalMark) + " --> " + timestamp(endTime, decimalMark) + "\n";
    }

    private static String timestamp(long millis, char decimalMark) {
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
