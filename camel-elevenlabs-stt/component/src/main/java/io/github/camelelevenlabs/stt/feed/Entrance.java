package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Lets messages into a stream until it ends: with its last message, when it is closed, or when none has come for the idle timeout. It has
 * ended when the messages that were let in before are handed over. Safe for use by many threads.
 */
final class Entrance {

    /**
     * The number of messages whose audio may wait. A caller that sends more without waiting for the replies is blocked: nothing else
     * slows such a caller down.
     */
    static final int MAX_WAITING = 256;

    private final Semaphore room = new Semaphore(MAX_WAITING);
    private final SessionLoop timer;
    private final Duration idleTimeout;
    private final BooleanSupplier busy;
    private final Consumer<Boolean> onEnd;

    private final ReentrantLock lock = new ReentrantLock();
    /** The number of messages that are being handed over now. Guarded by the lock. */
    private int entering;
    /** Written under the lock. */
    private volatile boolean closed;
    /** Keeps the stream in memory until it is cancelled. Written under the lock, and not any more when this is closed. */
    private volatile SessionLoop.Timer idleAlarm;

    private volatile long usedAt;

    /** The ids of the routes that sent messages; bounded by the number of routes. */
    private final Set<String> routes = ConcurrentHashMap.newKeySet();

    /**
     * @param busy  whether messages wait for room: the stream is not idle then
     * @param onEnd called once, without the lock: with true when the stream was idle
     */
    Entrance(SessionLoop timer, Duration idleTimeout, BooleanSupplier busy, Consumer<Boolean> onEnd) {
        this.timer = timer;
        this.idleTimeout = idleTimeout;
        this.busy = busy;
        this.onEnd = onEnd;
        this.usedAt = timer.nanoTime();
        lock.lock();
        try {
            this.idleAlarm = timer.schedule(idleTimeout, this::closeIfIdle);
        } finally {
            lock.unlock();
        }
    }

    /** Whether no more messages are let in. */
    boolean isClosed() {
        return closed;
    }

    /** The stream is in use now. */
    void use() {
        usedAt = timer.nanoTime();
    }

    /** Whether all messages came by routes that fit; false when one came by no route. */
    boolean isUsedOnlyBy(Predicate<String> fits) {
        return !routes.isEmpty() && routes.stream().allMatch(fits);
    }

    /**
     * Lets a message in, unless this is closed. Then {@link #entered} must follow, and {@link #makeRoom}. Blocks while as many messages wait
     * as may.
     *
     * @param route its id; null for none
     */
    boolean enter(String route) throws InterruptedException {
        room.acquire();
        lock.lock();
        try {
            if (!closed) {
                entering++;
                Optional.ofNullable(route).ifPresent(routes::add);
                use();
            } else {
                room.release();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** A message that was let in waits no longer. */
    void makeRoom() {
        room.release();
    }

    /** A message that was let in is handed over. @param last whether it ends the stream */
    void entered(boolean last) {
        boolean ended;
        lock.lock();
        try {
            entering--;
            closed |= last;
            ended = closed && entering == 0;
        } finally {
            lock.unlock();
        }
        if (ended) {
            end();
        }
    }

    /** Lets no more messages in. May be called twice. */
    void close() {
        boolean ended;
        lock.lock();
        try {
            ended = !closed && entering == 0;
            closed = true;
        } finally {
            lock.unlock();
        }
        if (ended) {
            end();
        }
    }

    private void end() {
        timer.execute(idleAlarm::cancel);
        onEnd.accept(false);
    }

    private void closeIfIdle() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            Duration left = idleTimeout.minusNanos(timer.nanoTime() - usedAt);
            boolean timedOut = left.isNegative() || left.isZero();
            closed = timedOut && entering == 0 && !busy.getAsBoolean();
            if (!closed) {
                idleAlarm = timer.schedule(timedOut ? idleTimeout : left, this::closeIfIdle);
                return;
            }
        } finally {
            lock.unlock();
        }
        onEnd.accept(true);
    }
}
