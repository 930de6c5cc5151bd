package io.github.camelelevenlabs.stt.threads;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/** A loop whose time moves only when the test moves it. Tasks run on the test's own thread. */
public final class ManualTime implements SessionLoop {

    private record Scheduled(long at, long order, Runnable task) {}

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Scheduled> timers =
            new PriorityQueue<>(Comparator.comparingLong(Scheduled::at).thenComparingLong(Scheduled::order));
    private final Ticks ticks = new Ticks(this);
    private long now;
    private long order;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Scheduled timer = new Scheduled(now + Math.max(0, delay.toNanos()), order++, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public Alarm alarm(Runnable task) {
        return ticks.alarm(task);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(now);
    }

    /** Runs all tasks that are due now. */
    public void settle() {
        advance(Duration.ZERO);
    }

    /** Moves the time and runs every task that becomes due, in order and at its time. */
    public void advance(Duration duration) {
        long end = now + duration.toNanos();
        runTasks();
        while (!timers.isEmpty() && timers.peek().at <= end) {
            Scheduled next = timers.remove();
            now = Math.max(now, next.at);
            next.task.run();
            runTasks();
        }
        now = Math.max(now, end);
    }

    /** Lets time pass while a task runs. */
    public void pass(Duration duration) {
        now += duration.toNanos();
    }

    /** The number of pending timers. */
    public int timers() {
        return timers.size();
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }
}
