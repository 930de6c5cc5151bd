package io.github.camelelevenlabs.stt.threads;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The one thread that owns a session, and its clock. Many sessions share a loop, so nothing that runs on it may block.
 */
public interface SessionLoop extends Executor {

    /** Runs a task on the loop, never on the calling stack, in the order of the calls. */
    @Override
    void execute(Runnable task);

    /** Runs a task on the loop after a delay. */
    Timer schedule(Duration delay, Runnable task);

    /** Nanoseconds of a clock that only ever moves forward. */
    long nanoTime();

    /** The time of day. */
    Instant instant();

    /** This loop with something around each of its tasks. */
    default SessionLoop around(UnaryOperator<Runnable> wrapping) {
        return new WrappedLoop(this, wrapping);
    }

    /**
     * This loop with an end for tasks that fail, which would vanish in a log otherwise. Also when it is an {@link Error}: the
     * session is in the middle of something, and the exchange that waits for it must not wait for ever.
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

    /** Something that is going to happen. */
    interface Timer {
        /** A timer that has nothing to cancel. */
        Timer NONE = () -> {};

        /** Called on the loop; the task will not run any more. */
        void cancel();
    }
}
