package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * The wait before another connection, and when to give up. Arithmetic only: no clock, no thread.
 *
 * @param attempts consecutive failures that are tried again; 0 for none, -1 for any number
 * @param first    the wait before the first attempt; doubles from there
 * @param max      the longest wait
 * @param jitter   gives a number from 0 to 1 for each wait, so that many sessions do not reconnect at the same time
 */
public record ReconnectPolicy(int attempts, Duration first, Duration max, DoubleSupplier jitter) {

    /** For {@code attempts}: without a limit. */
    public static final int FOR_EVER = -1;

    /** The shortest wait for an overloaded service; other clients wait as long. */
    static final Duration OVERLOADED = Duration.ofSeconds(5);

    // After so many doublings every wait is longer than the longest one allowed.
    private static final int MAX_DOUBLINGS = 30;

    /** Whether there is any other connection after the first. */
    boolean reconnects() {
        return attempts != 0;
    }

    /** The wait before this attempt, counted from 1, or empty when it is time to give up. */
    public Optional<Duration> delay(int attempt, Verdict verdict) {
        if (!verdict.isRetryable() || attempts != FOR_EVER && attempt > attempts) {
            return Optional.empty();
        }
        if (verdict == Verdict.RECONNECT && attempt == 1) {
            return Optional.of(Duration.ZERO);
        }
        long start = verdict == Verdict.WAIT ? Math.max(first.toMillis(), OVERLOADED.toMillis()) : first.toMillis();
        double doubled = start * Math.pow(2, Math.min(attempt - 1, MAX_DOUBLINGS));
        double capped = Math.min(doubled, Math.max(max.toMillis(), start));
        double spread = verdict == Verdict.WAIT ? 1 + 0.5 * jitter.getAsDouble() : 0.5 + 0.5 * jitter.getAsDouble();
        return Optional.of(Duration.ofMillis(Math.round(capped * spread)));
    }
}
