package io.github.camelelevenlabs.stt.audio;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Lets a reader wait without a thread for what another thread adds. */
final class Signal {

    private volatile CompletableFuture<Void> waiting = CompletableFuture.completedFuture(null);

    /** Completes when the condition holds at a {@link #give()}, or now. Called by one reader. */
    CompletableFuture<Void> await(BooleanSupplier condition) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        waiting = result;
        if (condition.getAsBoolean()) {
            result.complete(null);
        }
        return result;
    }

    /** Called after the condition began to hold. */
    void give() {
        waiting.complete(null);
    }
}
