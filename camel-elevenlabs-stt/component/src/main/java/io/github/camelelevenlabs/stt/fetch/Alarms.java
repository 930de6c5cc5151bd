package io.github.camelelevenlabs.stt.fetch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A timer. Runs an action after a delay, on a thread that the action must not block. */
@FunctionalInterface
public interface Alarms {

    /** The timer of the JDK. */
    Alarms SYSTEM = (delay, action) -> {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        Executor later = CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, Runnable::run);
        later.execute(() -> {
            if (!cancelled.isDone()) {
                action.run();
            }
        });
        return () -> cancelled.complete(null);
    };

    /**
     * Schedules an action.
     *
     * @return cancels the action; safe for any thread, and more than once
     */
    Runnable set(Duration delay, Runnable action);
}
