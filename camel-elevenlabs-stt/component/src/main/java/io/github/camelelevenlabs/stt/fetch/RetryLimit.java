package io.github.camelelevenlabs.stt.fetch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Limits how often a failing request is repeated. */
final class RetryLimit {

    static final int MAX_FAILURES = 3;

    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Pauses pauses;
    private int failures;

    RetryLimit(Pauses pauses) {
        this.pauses = pauses;
    }

    /** Completes when it is time for the next attempt; fails with the given failure if there must be no other one. */
    CompletableFuture<Void> failed(FetchException failure) {
        failures++;
        if (!failure.isRetryable() || failures >= MAX_FAILURES) {
            return CompletableFuture.failedFuture(failure);
        }
        return pauses.pause(BETWEEN);
    }

    void succeeded() {
        failures = 0;
    }
}
