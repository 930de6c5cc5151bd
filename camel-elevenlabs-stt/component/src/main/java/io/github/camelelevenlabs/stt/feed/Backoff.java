package io.github.camelelevenlabs.stt.feed;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Waits that double up to a limit, less a random part, until something works again. For use by one thread at a time. */
final class Backoff {

    // Beyond this the doubling has passed any limit.
    private static final int MAX_DOUBLINGS = 30;

    private final Duration first;
    private final Duration max;
    private final DoubleSupplier jitter;
    private int failures;

    /** @param jitter from 0 to 1, asked for each wait, so that many do not come back together */
    Backoff(Duration first, Duration max, DoubleSupplier jitter) {
        this.first = first;
        this.max = max;
        this.jitter = jitter;
    }

    /** The wait before the next attempt: from half of it to all of it. */
    Duration next() {
        double doubled = first.toMillis() * Math.pow(2, Math.min(failures++, MAX_DOUBLINGS));
        double capped = Math.min(doubled, max.toMillis());
        return Duration.ofMillis(Math.round(capped * (0.5 + 0.5 * jitter.getAsDouble())));
    }

    /** It works again. */
    void reset() {
        failures = 0;
    }
}
