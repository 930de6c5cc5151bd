package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.protocol.Verdict;
import io.github.camelelevenlabs.stt.session.ReconnectPolicy;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Waits that double up to a limit, less a random part, until something works again. For use by one thread at a time. */
final class Backoff {

    private final ReconnectPolicy policy;
    private int failures;

    /** @param jitter from 0 to 1, asked for each wait, so that many do not come back together */
    Backoff(Duration first, Duration max, DoubleSupplier jitter) {
        this.policy = new ReconnectPolicy(ReconnectPolicy.FOR_EVER, first, max, jitter);
    }

    /** The wait before the next attempt: from half of it to all of it. */
    Duration next() {
        return policy.delay(++failures, Verdict.BACK_OFF).orElseThrow();
    }

    /** It works again. */
    void reset() {
        failures = 0;
    }
}
