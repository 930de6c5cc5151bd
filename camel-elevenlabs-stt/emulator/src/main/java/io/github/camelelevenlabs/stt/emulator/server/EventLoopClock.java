package io.github.camelelevenlabs.stt.emulator.server;

import io.github.camelelevenlabs.stt.emulator.service.SessionClock;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Real time, divided by a speed, on an event loop. */
final class EventLoopClock implements SessionClock {
    private final EventExecutor loop;
    private final double speed;
    private final LongSupplier nanoTime;
    private final long start;

    EventLoopClock(EventExecutor loop, double speed, LongSupplier nanoTime) {
        this.loop = loop;
        this.speed = speed;
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos((long) ((nanoTime.getAsLong() - start) * speed));
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
        ScheduledFuture<?> future = loop.schedule(task, (long) (delay.toNanos() / speed), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }
}
