package io.github.camelelevenlabs.stt.benchmark.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** A distribution of lags. Not thread-safe. */
public final class Lags {
    private long[] nanos = new long[1024];
    private int count;

    public void add(Duration lag) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = lag.toNanos();
    }

    public int count() {
        return count;
    }

    /** The lag at this quantile, from 0 to 1; zero if there are none. */
    public Duration atMost(double share) {
        if (count == 0) {
            return Duration.ZERO;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return Duration.ofNanos(sorted[Math.max(0, (int) Math.ceil(share * count) - 1)]);
    }

    /** For example {@code median 0.4 ms, 99 % within 3.1 ms, all within 12.0 ms (of 3000)}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "median %.1f ms, 99 %% within %.1f ms, all within %.1f ms (of %d)",
                milliseconds(0.5),
                milliseconds(0.99),
                milliseconds(1),
                count);
    }

    private double milliseconds(double share) {
        return atMost(share).toNanos() / 1e6;
    }
}
