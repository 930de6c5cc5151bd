package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Waits for the pipes of a process, which nothing announces, without a thread. Safe for any thread. */
final class Polling {

    /** A process answers within milliseconds. */
    static final Duration FIRST = Duration.ofMillis(2);

    /** The limit for the interval, which doubles while nothing happens. A person would not notice this delay. */
    static final Duration MAX = Duration.ofMillis(50);

    private final Ticks ticks;

    Polling(Ticks ticks) {
        this.ticks = ticks;
    }

    /** Completes the future when the condition holds, unless something else completes it before. */
    void until(BooleanSupplier condition, CompletableFuture<Void> result) {
        if (condition.getAsBoolean()) {
            result.complete(null);
        } else {
            later(condition, result, FIRST);
        }
    }

    /** The same, but looks for the first time after a while. */
    void laterUntil(BooleanSupplier condition, CompletableFuture<Void> result) {
        later(condition, result, FIRST);
    }

    private void later(BooleanSupplier condition, CompletableFuture<Void> result, Duration delay) {
        ticks.schedule(delay, () -> {
            if (!result.isDone() && !condition.getAsBoolean()) {
                Duration twice = delay.multipliedBy(2);
                later(condition, result, twice.compareTo(MAX) > 0 ? MAX : twice);
            } else {
                result.complete(null);
            }
        });
    }
}
