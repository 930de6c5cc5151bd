package io.github.camelelevenlabs.stt.threads;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** A loop that wraps each of its tasks, those of timers and alarms included. */
record WrappedLoop(SessionLoop loop, UnaryOperator<Runnable> wrapping) implements SessionLoop {

    @Override
    public void execute(Runnable task) {
        loop.execute(wrapping.apply(task));
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return loop.schedule(delay, wrapping.apply(task));
    }

    @Override
    public Alarm alarm(Runnable task) {
        return loop.alarm(wrapping.apply(task));
    }

    @Override
    public long nanoTime() {
        return loop.nanoTime();
    }

    @Override
    public Instant instant() {
        return loop.instant();
    }
}
