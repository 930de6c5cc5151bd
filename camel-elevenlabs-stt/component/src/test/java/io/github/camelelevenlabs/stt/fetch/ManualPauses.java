package io.github.camelelevenlabs.stt.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Pauses that take no time. In each of them an action of the test runs; a pause without an action fails. */
final class ManualPauses implements Pauses {

    private final Deque<Runnable> plan = new ArrayDeque<>();
    private final List<Duration> taken = new ArrayList<>();
    private long now;
    private Duration step = Duration.ZERO;

    /** Sets the action of the next pause without one. */
    ManualPauses then(Runnable event) {
        plan.add(event);
        return this;
    }

    /** Adds this number of pauses without an effect. */
    ManualPauses nothing(int times) {
        for (int i = 0; i < times; i++) {
            then(() -> {});
        }
        return this;
    }

    /** From now on this time passes whenever somebody looks at the clock. */
    ManualPauses slowlyBy(Duration each) {
        step = each;
        return this;
    }

    List<Duration> taken() {
        return taken;
    }

    @Override
    public long nanoTime() {
        now += step.toNanos();
        return now;
    }

    @Override
    public CompletableFuture<Void> pause(Duration duration) {
        if (plan.isEmpty()) {
            return CompletableFuture.failedFuture(new IOException("paused once more, after " + taken));
        }
        taken.add(duration);
        now += duration.toNanos();
        plan.remove().run();
        return CompletableFuture.completedFuture(null);
    }
}
