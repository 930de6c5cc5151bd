package io.github.camelelevenlabs.stt.fetch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The clock and the waiting of a fetch. */
interface Pauses {

    /** A monotonic time in nanoseconds; only differences are meaningful. */
    long nanoTime();

    /** Completes after this duration; fails with an IOException if the fetch is closed in the meantime. */
    CompletableFuture<Void> pause(Duration duration);
}
