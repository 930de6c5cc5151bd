package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * A loop on which a failing task ends its session instead of vanishing in a log. Also when it is an {@link Error}: the
 * session is in the middle of something, and the exchange that waits for it must not wait for ever.
 */
record GuardedLoop(SessionLoop loop, Consumer<Throwable> onBug) implements SessionLoop {

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> run(task));
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return loop.schedule(delay, () -> run(task));
    }

    @Override
    public long nanoTime() {
        return loop.nanoTime();
    }

    @Override
    public Instant instant() {
        return loop.instant();
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable bug) {
            onBug.accept(bug);
        }
    }
}
