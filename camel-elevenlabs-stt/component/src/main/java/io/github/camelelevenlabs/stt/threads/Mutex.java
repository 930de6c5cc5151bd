package io.github.camelelevenlabs.stt.threads;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Guards fields: one thread at a time runs a section of code that uses them. Sections are short. Not {@code synchronized}, in which a
 * virtual thread that waits would keep its carrier.
 */
public final class Mutex {

    private final ReentrantLock lock = new ReentrantLock();

    public void run(Runnable section) {
        lock.lock();
        try {
            section.run();
        } finally {
            lock.unlock();
        }
    }

    /** Runs a section and returns its result. */
    public <T> T get(Supplier<T> section) {
        lock.lock();
        try {
            return section.get();
        } finally {
            lock.unlock();
        }
    }

    /** A condition to wait for within a section. */
    Condition newCondition() {
        return lock.newCondition();
    }
}
