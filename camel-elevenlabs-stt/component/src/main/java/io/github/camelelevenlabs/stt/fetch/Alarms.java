package io.github.camelelevenlabs.stt.fetch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Runs something later, on a thread on which it must not block. */
@FunctionalInterface
public interface Alarms {

    /** The JDK's timer. */
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

    /** Returns what cancels it; called by any thread, and more than once. */
    Runnable set(Duration delay, Runnable action);
}
