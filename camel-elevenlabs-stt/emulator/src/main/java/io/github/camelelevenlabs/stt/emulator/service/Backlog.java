package io.github.camelelevenlabs.stt.emulator.service;

import java.time.Duration;

/** Audio that has arrived and is not processed yet. It is processed at a constant rate. */
final class Backlog {
    private final SessionClock clock;
    private final double rate;
    private Duration clearAt = Duration.ZERO;

    /** @param rate seconds of audio processed in a second; more than 0 */
    Backlog(SessionClock clock, double rate) {
        this.clock = clock;
        this.rate = rate;
    }

    void add(Duration audio) {
        Duration now = clock.elapsed();
        Duration start = clearAt.compareTo(now) > 0 ? clearAt : now;
        clearAt = start.plusNanos((long) (audio.toNanos() / rate));
    }

    /** The time until all audio that has arrived so far is processed. */
    Duration delay() {
        Duration delay = clearAt.minus(clock.elapsed());
        return delay.isNegative() ? Duration.ZERO : delay;
    }

    Duration audio() {
        return Duration.ofNanos((long) (delay().toNanos() * rate));
    }
}
