package io.github.camelelevenlabs.stt;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** What has begun and has not ended, however many there are. Safe for use by many threads. */
final class UnderWay<T> {

    private final Set<T> all = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private volatile boolean closed;

    /**
     * Returns false when nothing may begin any more. Of those that may, each is there when {@link #close()} has returned, until it
     * ends.
     */
    boolean begin(T one) {
        all.add(one);
        if (closed) {
            end(one);
            return false;
        }
        return true;
    }

    /** May be called twice, and for what never began. */
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

    /** Lets nothing begin any more. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    int size() {
        return all.size();
    }

    void forEach(Consumer<T> action) {
        all.forEach(action);
    }

    /** Waits until all have ended, and returns whether they have. */
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
