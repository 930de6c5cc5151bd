package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.protocol.Verdict;
import io.github.camelelevenlabs.stt.session.ReconnectPolicy;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** The delays between attempts: they double up to a limit, less a random part. For use by one thread at a time. */
final class Backoff {

    private final ReconnectPolicy policy;
    private int failures;

    /** @param jitter gives a number from 0 to 1 for each delay, so that many clients do not reconnect at the same time */
    Backoff(Duration first, Duration max, DoubleSupplier jitter) {
        this.policy = new ReconnectPolicy(ReconnectPolicy.FOR_EVER, first, max, jitter);
    }

    /** The delay before the next attempt: from half of the doubled delay to all of it. */
    Duration next() {
        return policy.delay(++failures, Verdict.BACK_OFF).orElseThrow();
    }

    /** An attempt has succeeded: the next delay is the first one again. */
    void reset() {
        failures = 0;
    }
}
