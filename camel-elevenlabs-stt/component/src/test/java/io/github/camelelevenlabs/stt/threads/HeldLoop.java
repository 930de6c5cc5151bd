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

/** A loop that stands still until the test runs it, on the test's own thread. Others may hand over tasks at any time. */
public final class HeldLoop implements SessionLoop {

    private record Scheduled(long at, Runnable task) {}

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final PriorityQueue<Scheduled> timers = new PriorityQueue<>(Comparator.comparingLong(Scheduled::at));
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
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    /** Runs what there is to run until something is so, or for a minute. */
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

    /** How many tasks have ever waited together. */
    public int maxWaiting() {
        return maxWaiting.get();
    }
}
