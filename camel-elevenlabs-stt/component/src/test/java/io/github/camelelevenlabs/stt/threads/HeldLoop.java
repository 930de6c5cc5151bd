package io.github.camelelevenlabs.stt.threads;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A loop whose tasks run only when the test runs them, on its own thread. Any thread may submit tasks. */
public final class HeldLoop implements SessionLoop {

    private record Scheduled(long at, Runnable task) {}

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final PriorityQueue<Scheduled> timers = new PriorityQueue<>(Comparator.comparingLong(Scheduled::at));
    private final Ticks ticks = new Ticks(this);
    private final AtomicInteger maxWaiting = new AtomicInteger();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        maxWaiting.accumulateAndGet(tasks.size(), Math::max);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Scheduled timer = new Scheduled(nanoTime() + delay.toNanos(), task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public Alarm alarm(Runnable task) {
        return ticks.alarm(task);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    /** Runs tasks until the condition holds, at most for a minute. */
    public void runUntil(BooleanSupplier done) throws InterruptedException {
        long end = nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!done.getAsBoolean()) {
            if (nanoTime() > end) {
                throw new AssertionError("it has not come to be within a minute");
            }
            Runnable task = tasks.poll(1, TimeUnit.MILLISECONDS);
            if (task != null) {
                task.run();
            } else if (!timers.isEmpty() && timers.peek().at <= nanoTime()) {
                timers.remove().task.run();
            }
        }
    }

    /** The largest number of tasks that have waited at the same time. */
    public int maxWaiting() {
        return maxWaiting.get();
    }
}
