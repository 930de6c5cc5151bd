package io.github.camelelevenlabs.stt.fetch;

import io.github.camelelevenlabs.stt.transport.EventLoops;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

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

    private static final EventLoops LOOPS = new EventLoops(2, Fetchers::daemon);
    private static final Executor WORKING = Executors.newCachedThreadPool(Fetchers::daemon);

    private Fetchers() {}

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "fetcher");
        thread.setDaemon(true);
        return thread;
    }

    public static UrlFetcher of(Duration timeout) {
        return of(timeout, HostLookup.SYSTEM);
    }

    public static UrlFetcher of(Duration timeout, HostLookup lookup) {
        return of(timeout, lookup, JDK_TIMER);
    }

    static UrlFetcher of(Duration timeout, HostLookup lookup, Alarms alarms) {
        return new UrlFetcher(timeout, lookup, alarms, LOOPS::bootstrap, WORKING);
    }

    /** @param tls the trusted certificates */
    static UrlFetcher of(Duration timeout, HostLookup lookup, SSLContext tls) {
        return new UrlFetcher(timeout, lookup, JDK_TIMER, LOOPS::bootstrap, WORKING, tls);
    }
}
