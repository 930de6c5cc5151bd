package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.service.SessionClock;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only when a test advances it. Tasks run at their exact times, in order. */
final class ManualTime {
    private record Task(long at, long order, Runnable action) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private long now;
    private long order;

    long nanoTime() {
        return now;
    }

    /** A clock that starts now. */
    SessionClock clock() {
        long start = now;
        return new SessionClock() {
            @Override
            public Duration elapsed() {
                return Duration.ofNanos(now - start);
            }

            @Override
            public Alarm after(Duration delay, Runnable action) {
                Task task = new Task(now + delay.toNanos(), order++, action);
                tasks.add(task);
                return () -> tasks.remove(task);
            }

            @Override
            public void execute(Runnable action) {
                tasks.add(new Task(now, order++, action));
            }
        };
    }

    void advance(Duration duration) {
        long end = now + duration.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at <= end) {
            Task next = tasks.remove();
            now = next.at;
            next.action.run();
        }
        now = end;
    }
}
