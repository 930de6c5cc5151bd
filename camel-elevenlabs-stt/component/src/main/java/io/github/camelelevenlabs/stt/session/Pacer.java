package io.github.camelelevenlabs.stt.session;

import java.time.Duration;

/**
 * Holds audio to a multiple of real time. A time in which nothing was sent is not made up for: the service sees no burst
 * after a wait.
 */
final class Pacer {

    // A loop's timers are a few milliseconds late; without some slack every one of them would slow the session down.
    private static final long SLACK_NANOS = Duration.ofMillis(50).toNanos();

    /** What an overflow leaves at most; the service was seen to work 4 times real time off, and not to promise any. */
    private static final double AFTER_OVERFLOW = 2;

    /** How long a lower rate has to go well before a higher one is tried. */
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

    /** How long to wait before the next audio may go. */
    Duration delay(long now) {
        return due <= now ? Duration.ZERO : Duration.ofNanos(due - now);
    }

    /** Counts audio that goes now. */
    void sent(Duration audio, long now) {
        if (rate < limit && now - slowedAt >= RECOVERY.toNanos()) {
            rate = Math.min(limit, rate * RECOVERY_STEP);
            slowedAt = now;
        }
        due = Math.max(due, now - SLACK_NANOS) + (long) (audio.toNanos() / rate);
    }

    /** The service has too much to do: half as fast from now on, though never slower than real time. */
    void slowDown(long now) {
        rate = Math.max(1, Math.min(rate / 2, AFTER_OVERFLOW));
        slowedAt = now;
    }

    /** Times real time; infinite without a limit. */
    double rate() {
        return rate;
    }
}
