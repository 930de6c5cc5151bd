package io.github.camelelevenlabs.stt.fetch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Fetchers whose limits are kept by the timer of the JDK. */
public final class Fetchers {

    private static final Alarms JDK_TIMER = (delay, action) -> {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        Executor later = CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, Runnable::run);
        later.execute(() -> {
            if (!cancelled.isDone()) {
                action.run();
            }
        });
        return () -> cancelled.complete(null);
    };

    private Fetchers() {}

    public static UrlFetcher of(Duration timeout) {
        return of(timeout, HostLookup.SYSTEM);
    }

    public static UrlFetcher of(Duration timeout, HostLookup lookup) {
        return new UrlFetcher(timeout, lookup, JDK_TIMER);
    }
}
