package io.github.camelelevenlabs.stt.session;

import java.time.Duration;

/**
 * Holds audio to a multiple of real time. A time in which nothing was sent is not made up for: the service sees no burst
 * after a wait.
 */
final class Pacer {

    // A loop's timers are a few milliseconds late; without some slack every one of them would slow the session down.
    private static final long SLACK_NANOS = Duration.ofMillis(50).toNanos();

    private final double rate;
    private long due = Long.MIN_VALUE;

    /** @param rate times real time; 0 for no limit */
    Pacer(double rate) {
        this.rate = rate;
    }

    /** How long to wait before the next audio may go. */
    Duration delay(long now) {
        return due <= now ? Duration.ZERO : Duration.ofNanos(due - now);
    }

    /** Counts audio that goes now. */
    void sent(Duration audio, long now) {
        if (rate > 0) {
            due = Math.max(due, now - SLACK_NANOS) + (long) (audio.toNanos() / rate);
        }
    }
}
