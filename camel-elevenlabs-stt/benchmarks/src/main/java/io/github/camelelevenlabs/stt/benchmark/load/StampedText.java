package io.github.camelelevenlabs.stt.benchmark.load;

import java.time.Duration;

/**
 * A transcript whose last word is the time at which the server wrote it. Processes of one machine have the same
 * {@link System#nanoTime()}, where that is the system's monotonic clock, as on Linux.
 */
public final class StampedText {

    private static final String MARK = "@";

    private StampedText() {}

    /** The word that tells the time. */
    public static String now() {
        return MARK + System.nanoTime();
    }

    /** How long ago the text was written. */
    public static Duration age(String text) {
        long written = Long.parseLong(text.substring(text.lastIndexOf(MARK) + 1));
        return Duration.ofNanos(System.nanoTime() - written);
    }

    /** The number of words, without the time. */
    public static int count(String text) {
        return (int) text.chars().filter(character -> character == ' ').count();
    }

    /** What was said, without the times. */
    public static String words(String text) {
        return text.replaceAll(" ?" + MARK + "\\d+", "");
    }
}
