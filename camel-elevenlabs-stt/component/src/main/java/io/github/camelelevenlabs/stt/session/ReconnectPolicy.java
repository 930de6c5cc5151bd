package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before another connection, and when to give up. Arithmetic only: no clock, no thread.
 *
 * @param attempts consecutive failures that are tried again; 0 for none, -1 for any number
 * @param first    before the first attempt; doubles from there
 * @param max      a wait is never longer
 * @param jitter   from 0 to 1, asked for each wait, so that many sessions do not come back together
 */
public record ReconnectPolicy(int attempts, Duration first, Duration max, DoubleSupplier jitter) {

    /** No number of attempts is too large. */
    public static final int FOR_EVER = -1;

    /** A service that has too much to do is left alone for at least this long; clients in the field wait as much. */
    static final Duration OVERLOADED = Duration.ofSeconds(5);

    // Beyond this the doubling has passed any longest wait.
    private static final int MAX_DOUBLINGS = 30;

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
