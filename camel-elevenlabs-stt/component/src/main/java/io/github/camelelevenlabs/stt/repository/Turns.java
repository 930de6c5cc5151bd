package io.github.camelelevenlabs.stt.repository;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs turns one after the other, in the order in which they were added. A turn that makes room for the next one does not run it within
 * itself: the stack would grow with the length of the queue. Safe for use by many threads.
 */
final class Turns {

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    void add(Runnable turn) {
        lock.lock();
        try {
            waiting.add(turn);
        } finally {
            lock.unlock();
        }
    }

    /** Runs those that were added, unless another call does so already. Turns do not throw. */
    void run() {
        for (Runnable next = first(); next != null; next = next()) {
            next.run();
        }
    }

    private Runnable first() {
        lock.lock();
        try {
            return running ? null : next();
        } finally {
            lock.unlock();
        }
    }

    private Runnable next() {
        lock.lock();
        try {
            running = !waiting.isEmpty();
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }
}
