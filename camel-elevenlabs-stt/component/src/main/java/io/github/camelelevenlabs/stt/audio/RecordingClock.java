package io.github.camelelevenlabs.stt.audio;

import java.time.Duration;

/**
 * Calculates the silence before the next samples, so that they are placed at the timestamps of the container: when
 * the sound starts later than the picture, and when time passes without samples. Used by one thread.
 *
 * <p>Audio is never cut or stretched. A difference below {@link #TOLERANCE} is rounding, not a gap. A jump that
 * cannot be a pause (longer than the limit, or backward) is an error of the container or the start of another clock:
 * it adds no silence, and later gaps are counted from there.
 */
final class RecordingClock {

    static final Duration TOLERANCE = Duration.ofMillis(100);

    /** The limit for one gap in a recording. A pause in which everybody is muted is rarely longer. */
    static final Duration MAX_GAP = Duration.ofMinutes(10);

    /** The limit for all gaps of a recording: a small file may claim many, and silence costs money too. */
    static final Duration MAX_GAPS = Duration.ofHours(1);

    /**
     * The limit for one gap in a live stream, whose clock jumps more often than it pauses; players use the same
     * limit.
     */
    static final Duration MAX_LIVE_GAP = Duration.ofSeconds(10);

    /** The limit for sound ahead of its timestamps. Beyond it the timestamps belong to another clock. */
    private static final long MAX_AHEAD_MILLIS = 500;

    private final long maxGap;
    private final int sampleRate;
    private long budget = MAX_GAPS.toMillis();
    private long samples;
    private long offset;

    private long jump;

    RecordingClock(int sampleRate, boolean live) {
        this.sampleRate = sampleRate;
        this.maxGap = (live ? MAX_LIVE_GAP : MAX_GAP).toMillis();
    }

    /** Starts a part whose timestamps have another origin, in milliseconds. */
    void startPart(long originMillis) {
        offset = millis() - originMillis;
    }

    /**
     * Returns the silence before samples with this timestamp, in milliseconds.
     *
     * @return the number of silent samples
     */
    long silenceBefore(long timeMillis) {
        jump = 0;
        long gap = timeMillis + offset - millis();
        if (gap >= TOLERANCE.toMillis() && gap <= Math.min(maxGap, budget)) {
            budget -= gap;
            long silence = gap * sampleRate / 1000;
            samples += silence;
            return silence;
        } else if (gap > maxGap || gap > budget || gap < -MAX_AHEAD_MILLIS) {
            offset -= gap;
            jump = gap;
        }
        return 0;
    }

    /** The jump of the timestamps, in milliseconds, that was just ignored; 0 if there was none. */
    long jumpIgnored() {
        return jump;
    }

    /** Adds samples that have been delivered, counted per channel. */
    void passed(long count) {
        samples += count;
    }

    /** The current position in milliseconds. */
    long millis() {
        return samples * 1000 / sampleRate;
    }
}
