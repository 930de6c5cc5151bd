package io.github.camelelevenlabs.stt.repository;

import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;

/** A store of locks by injected time, which can be away. One object may serve several instances. */
final class ScriptedLocks implements LockProvider {

    private record Held(Lock by, long until) {}

    private final ManualTime time;
    private final Map<String, Held> held = new HashMap<>();
    private boolean away;
    private boolean oneHost;
    private boolean neverExtends;
    private Runnable onQuestion = () -> {};
    private int questions;

    ScriptedLocks(ManualTime time) {
        this.time = time;
    }

    void away(boolean now) {
        away = now;
    }

    /** Instances have the same name, as in ShedLock's table those on one host have by default. */
    void onOneHost() {
        oneHost = true;
    }

    void neverExtend() {
        neverExtends = true;
    }

    void onQuestion(Runnable task) {
        onQuestion = task;
    }

    /** Locks whose lease is not over. */
    long locked() {
        return held.values().stream()
                .filter(lock -> lock.until > time.nanoTime())
                .count();
    }

    int questions() {
        return questions;
    }

    @Override
    public Optional<SimpleLock> lock(LockConfiguration wanted) {
        return new Lock(wanted.getName()).take(wanted.getLockAtMostFor());
    }

    private final class Lock implements SimpleLock {
        private final String name;

        private Lock(String name) {
            this.name = name;
        }

        private Optional<SimpleLock> take(Duration lease) {
            answer();
            Held other = held.get(name);
            return other != null && other.until > time.nanoTime() ? Optional.empty() : keep(lease);
        }

        private Optional<SimpleLock> keep(Duration lease) {
            Lock next = new Lock(name);
            held.put(name, new Held(next, time.nanoTime() + lease.toNanos()));
            return Optional.of(next);
        }

        @Override
        public void unlock() {
            answer();
            if (isMine()) {
                held.remove(name);
            }
        }

        @Override
        public Optional<SimpleLock> extend(Duration lease, Duration atLeast) {
            answer();
            if (neverExtends) {
                throw new UnsupportedOperationException();
            }
            return isMine() && held.get(name).until > time.nanoTime() ? keep(lease) : Optional.empty();
        }

        private boolean isMine() {
            return held.containsKey(name) && (oneHost || held.get(name).by == this);
        }

        private void answer() {
            questions++;
            onQuestion.run();
            if (away) {
                throw new IllegalStateException("connection refused");
            }
        }
    }
}
