package io.github.camelelevenlabs.stt.emulator.service;

import java.time.Duration;

/** Detects a client that has sent no message for too long. It needs one timer, however many messages arrive. */
final class IdleWatch {
    private final SessionClock clock;
    private final Duration timeout;
    private final Runnable onIdle;
    private Duration lastSign = Duration.ZERO;
    private SessionClock.Alarm alarm = () -> {};

    IdleWatch(SessionClock clock, Duration timeout, Runnable onIdle) {
        this.clock = clock;
        this.timeout = timeout;
        this.onIdle = onIdle;
    }

    void start() {
        signOfLife();
        alarm = clock.after(timeout, this::check);
    }

    void signOfLife() {
        lastSign = clock.elapsed();
    }

    void stop() {
        alarm.cancel();
    }

    private void check() {
        Duration left = timeout.minus(clock.elapsed().minus(lastSign));
        if (left.isNegative() || left.isZero()) {
            onIdle.run();
        } else {
            alarm = clock.after(left, this::check);
        }
    }
}
