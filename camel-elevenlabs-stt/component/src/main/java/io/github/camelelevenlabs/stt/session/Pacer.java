package io.github.camelelevenlabs.stt.session;

import java.time.Duration;

/**
 * Holds audio to a multiple of real time. After a pause in sending there is no burst: the lost time is not made up for.
 * Arithmetic only: times are nanoseconds of the loop's clock.
 */
final class Pacer {

    // A loop's timers are a few milliseconds late; without some slack each of them would slow the session down.
    private static final long SLACK_NANOS = Duration.ofMillis(50).toNanos();

    /** The highest rate after an overflow. The service was seen to keep up with 4 times real time, and promises no rate. */
    private static final double AFTER_OVERFLOW = 2;

    /** The time without an overflow after which a higher rate is tried. */
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private static final double RECOVERY_STEP = 1.25;

    private final double limit;
    private double rate;
    private long due = Long.MIN_VALUE;
    private long slowedAt;

    /** @param rate times real time; 0 for no limit */
    Pacer(double rate) {
        this.limit = rate == 0 ? Double.POSITIVE_INFINITY : rate;
        this.rate = limit;
    }

    /** When the next audio may be sent. */
    long due() {
        return due;
    }

    /** Counts audio that is sent now. @param audio its length in nanoseconds */
    void sent(long audio, long now) {
        if (rate < limit && now - slowedAt >= RECOVERY.toNanos()) {
            rate = Math.min(limit, rate * RECOVERY_STEP);
            slowedAt = now;
        }
        due = Math.max(due, now - SLACK_NANOS) + (long) (audio / rate);
    }

    /** The service is overloaded: halves the rate, down to real time at the lowest. */
    void slowDown(long now) {
        rate = Math.max(1, Math.min(rate / 2, AFTER_OVERFLOW));
        slowedAt = now;
    }

    /** The rate as a multiple of real time; infinite without a limit. */
    double rate() {
        return rate;
    }
}
