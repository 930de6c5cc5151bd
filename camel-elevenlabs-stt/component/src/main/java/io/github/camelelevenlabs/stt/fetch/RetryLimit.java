package io.github.camelelevenlabs.stt.fetch;

import java.io.IOException;
import java.time.Duration;

/** How often something is tried that keeps failing. */
final class RetryLimit {

    static final int MAX_FAILURES = 3;

    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Pauses pauses;
    private int failures;

    RetryLimit(Pauses pauses) {
        this.pauses = pauses;
    }

    /**
     * Waits until it may be tried again.
     *
     * @throws FetchException this one, when it is not worth another try
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
