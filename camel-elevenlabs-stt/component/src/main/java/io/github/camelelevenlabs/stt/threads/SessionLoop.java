package io.github.camelelevenlabs.stt.threads;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The thread that owns a session, and its clock. Many sessions share a loop, so no task may block. Safe for use by many threads.
 */
public interface SessionLoop extends Executor {

    /** Queues a task for the loop and returns at once, on the loop's own thread as well. Tasks run in the order of the calls. */
    @Override
    void execute(Runnable task);

    /** Runs a task on the loop after a delay. */
    Timer schedule(Duration delay, Runnable task);

    /** An alarm on the loop, which is not set yet; for what is scheduled again and again, such as the next chunk of audio. */
    Alarm alarm(Runnable task);

    /** A monotonic time in nanoseconds; only differences are meaningful. */
    long nanoTime();

    /** The time of day. */
    Instant instant();

    /** This loop, with every task wrapped. */
    default SessionLoop around(UnaryOperator<Runnable> wrapping) {
        return new WrappedLoop(this, wrapping);
    }

    /**
     * This loop, with a handler for tasks that throw. {@link Error}s are caught too: the exchange that waits for the session
     * must not wait for ever.
     */
    default SessionLoop guarded(Consumer<Throwable> onBug) {
        return around(task -> () -> {
            try {
                task.run();
            } catch (Throwable bug) {
                onBug.accept(bug);
            }
        });
    }

    /** A task that is scheduled. */
    interface Timer {
        /** A timer that has nothing to cancel. */
        Timer NONE = () -> {};

        /** Called on the loop; the task does not run any more. */
        void cancel();
    }
}
