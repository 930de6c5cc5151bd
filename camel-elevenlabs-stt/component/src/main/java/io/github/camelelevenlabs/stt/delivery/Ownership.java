package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.time.Duration;
import java.time.Instant;

/**
 * How sure a process is that it still has a session. Another one may have taken it over, and a process that was stopped or slept meanwhile
 * does not know. Guarded by the lock of its journal.
 */
final class Ownership {

    /** How long a call of the store shows it: longer than a store in use needs, and shorter than a pause in which others take over. */
    private static final Duration FRESH = Duration.ofMillis(100);

    private final SessionLoop timer;

    /** When the last call began that succeeded, by both clocks: some pauses show on one of them only. */
    private long shownAt;

    private Instant shownAtInstant;
    /** Nanoseconds of the quickest call so far. */
    private long quickest;

    /** @param opened when the session was opened, by the timer: when that call began */
    Ownership(SessionLoop timer, long opened) {
        this.timer = timer;
        this.shownAt = opened;
        this.quickest = Math.max(1, timer.nanoTime() - opened);
        this.shownAtInstant = timer.instant().minusNanos(timer.nanoTime() - opened);
    }

    /** A call of the store has succeeded. */
    void shown(long began, Instant beganInstant) {
        shownAt = began;
        shownAtInstant = beganInstant;
        quickest = Math.min(quickest, Math.max(1, timer.nanoTime() - began));
    }

    /** A store that is always slow is no sign of a pause; a clock that jumps is taken for one, which costs a call. */
    boolean isFresh() {
        long fresh = Math.max(FRESH.toNanos(), 2 * quickest);
        long onTheWall = Duration.between(shownAtInstant, timer.instant()).abs().toNanos();
        return timer.nanoTime() - shownAt <= fresh && onTheWall <= fresh;
    }
}
