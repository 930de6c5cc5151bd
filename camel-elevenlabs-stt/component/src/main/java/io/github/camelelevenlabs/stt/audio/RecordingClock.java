package io.github.camelelevenlabs.stt.audio;

import java.time.Duration;

/**
 * Tells how much silence has to be put before the next samples, so that they stand where the container's times say: where
 * the sound begins after the picture, and where time passes without samples.
 *
 * <p>Audio is never cut or stretched. Less than {@link #TOLERANCE} is no gap but the rounding of times. What no pause can be
 * (longer than the limit, or backward) is an error of the container, or the beginning of another clock: it takes no time,
 * and later gaps count from there. Used by one thread.
 */
final class RecordingClock {

    static final Duration TOLERANCE = Duration.ofMillis(100);

    /** Of one gap in a recording. A pause in which everybody is muted is longer in few. */
    static final Duration MAX_GAP = Duration.ofMinutes(10);

    /** Of all gaps of a recording: a file of a kilobyte may claim many, and silence is billed as well. */
    static final Duration MAX_GAPS = Duration.ofHours(1);

    /** Of a live stream, whose clock jumps more often than it pauses; players go by the same. */
    static final Duration MAX_LIVE_GAP = Duration.ofSeconds(10);

    /** How far the sound may be ahead of its times before these are taken for another clock's. */
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

    /** The times that follow count from here, with another origin. */
    void startPart(long originMillis) {
        offset = millis() - originMillis;
    }

    /**
     * Samples follow that the container puts at this time.
     *
     * @return how many samples of silence have to come before them
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

    /** By how many milliseconds the container's times have just jumped without being followed; 0 if they have not. */
    long jumpIgnored() {
        return jump;
    }

    /** This many samples of each channel have come. */
    void passed(long count) {
        samples += count;
    }

    /** Where it stands, in milliseconds. */
    long millis() {
        return samples * 1000 / sampleRate;
    }
}
