package io.github.camelelevenlabs.stt;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The things that have begun and have not ended. Safe for use by many threads. */
final class UnderWay<T> {

    private final Set<T> all = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private volatile boolean closed;

    /**
     * Returns false after {@link #close()}. When close() has returned, this contains everything that has begun and has not ended.
     */
    boolean begin(T one) {
        all.add(one);
        if (closed) {
            end(one);
            return false;
        }
        return true;
    }

    /** May be called twice, and for something that never began. */
    void end(T one) {
        if (all.remove(one) && all.isEmpty()) {
            lock.lock();
            try {
                none.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** From now on nothing begins. */
    void close() {
        closed = true;
    }

    int size() {
        return all.size();
    }

    void forEach(Consumer<T> action) {
        all.forEach(action);
    }

    /** Blocks until all have ended, or until the limit. Returns whether all have ended. */
    boolean awaitNone(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!all.isEmpty() && left > 0) {
                left = none.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        return all.isEmpty();
    }
}
