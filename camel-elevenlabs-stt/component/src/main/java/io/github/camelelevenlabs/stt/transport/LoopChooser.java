package io.github.camelelevenlabs.stt.transport;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Chooses the event loop of a new channel: the one that was asked for, so that a session and its connection share a thread and
 * hand over nothing. Safe for use by many threads.
 */
final class LoopChooser implements EventExecutorChooserFactory {

    private final ThreadLocal<EventExecutor> asked = new ThreadLocal<>();
    private final AtomicInteger turn = new AtomicInteger();
    /** Of the sessions alone: what begins with each of them, such as a timer, would otherwise always take the same loops. */
    private final AtomicInteger sessionTurn = new AtomicInteger();

    private volatile EventExecutor[] loops;

    /** Called once, by the group that this chooses for. */
    @Override
    public EventExecutorChooser newChooser(EventExecutor[] all) {
        loops = all;
        return this::choose;
    }

    private EventExecutor choose() {
        EventExecutor wanted = asked.get();
        if (wanted == null) {
            // The HTTP client tries a host's next address where the one before has failed.
            wanted = current();
        }
        return wanted == null ? inTurn() : wanted;
    }

    /** The loops in turn. */
    EventExecutor inTurn() {
        return next(turn);
    }

    /** The loops in turn, for sessions. */
    EventExecutor forSession() {
        return next(sessionTurn);
    }

    private EventExecutor next(AtomicInteger given) {
        return loops[Math.floorMod(given.getAndIncrement(), loops.length)];
    }

    /** The loop that the calling thread belongs to; null for any other thread. */
    EventExecutor current() {
        return Arrays.stream(loops).filter(EventExecutor::inEventLoop).findAny().orElse(null);
    }

    /** Runs an action, whose channels get this loop. @param loop null for any */
    <T> T on(EventExecutor loop, Supplier<T> action) {
        asked.set(loop);
        try {
            return action.get();
        } finally {
            asked.remove();
        }
    }
}
