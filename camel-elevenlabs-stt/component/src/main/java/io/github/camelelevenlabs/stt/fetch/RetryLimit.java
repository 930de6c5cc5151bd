package io.github.camelelevenlabs.stt.fetch;

import java.io.IOException;
import java.time.Duration;

/** Limits how often a failing request is repeated. */
final class RetryLimit {

    static final int MAX_FAILURES = 3;

    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Pauses pauses;
    private int failures;

    RetryLimit(Pauses pauses) {
        this.pauses = pauses;
    }

    /**
     * Waits before the next attempt; blocks.
     *
     * @throws FetchException the given failure, if there must be no other attempt
     */
    void failed(FetchException failure) throws IOException {
        failures++;
        if (!failure.isRetryable() || failures >= MAX_FAILURES) {
            throw failure;
        }
        pauses.pause(BETWEEN);
    }

    void succeeded() {
        failures = 0;
    }
}
