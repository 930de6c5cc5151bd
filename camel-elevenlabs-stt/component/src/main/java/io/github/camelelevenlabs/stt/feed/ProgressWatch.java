package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Detects a source that brings less audio than a tenth of real time. Counts only the time in which a read is pending: a reader that
 * does not read, because a route is slow or the audio is sent at the pace of speech, says nothing about the source. Safe for use by
 * many threads; no method blocks.
 */
final class ProgressWatch {

    /** Long enough for the segments of a live stream, which come about every ten seconds. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int MIN_SHARE_DIVISOR = 10;
    private static final int PARTS = 12;

    private final Duration window;
    private final SessionLoop loop;
    private final Consumer<Duration> onTooSlow;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock. The window is a ring of parts; a new part replaces the oldest:
    private final long[] audio = new long[PARTS];
    private final long partNanos;
    private long part;
    private long waited;
    private long waitingSince;
    private boolean waiting;
    private boolean stopped;

    /** Used on the loop only. */
    private Timer timer = Timer.NONE;

    /**
     * @param window    the time of pending reads that is judged
     * @param onTooSlow called once, on the loop, with the duration of the audio that the window brought
     */
    ProgressWatch(Duration window, SessionLoop loop, Consumer<Duration> onTooSlow) {
        this.window = window;
        this.loop = loop;
        this.onTooSlow = onTooSlow;
        this.partNanos = Math.max(1, window.toNanos() / PARTS);
    }

    void start() {
        loop.execute(this::scheduleCheck);
    }

    void stop() {
        locked(() -> stopped = true);
        loop.execute(() -> timer.cancel());
    }

    /** A read begins. */
    void requested() {
        locked(() -> {
            waiting = true;
            waitingSince = loop.nanoTime();
        });
    }

    /** The read has completed with audio of this duration. */
    void received(Duration came) {
        locked(() -> {
            count(came);
            waiting = false;
        });
    }

    /** Bytes that count as audio of this duration have come; the read is still pending. */
    void progressed(Duration came) {
        locked(() -> count(came));
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private void count(Duration came) {
        advance();
        audio[(int) (part % PARTS)] += came.toNanos();
    }

    private void advance() {
        if (!waiting) {
            return;
        }
        long now = loop.nanoTime();
        waited += now - waitingSince;
        waitingSince = now;
        long reached = waited / partNanos;
        for (long begun = Math.max(part + 1, reached - PARTS + 1); begun <= reached; begun++) {
            audio[(int) (begun % PARTS)] = 0;
        }
        part = reached;
    }

    private void scheduleCheck() {
        locked(() -> {
            if (!stopped) {
                timer = loop.schedule(Duration.ofNanos(partNanos), this::check);
            }
        });
    }

    private void check() {
        Duration came;
        boolean tooSlow;
        lock.lock();
        try {
            advance();
            came = Duration.ofNanos(Arrays.stream(audio).sum());
            tooSlow = waiting
                    && !stopped
                    && waited >= window.toNanos()
                    && came.compareTo(window.dividedBy(MIN_SHARE_DIVISOR)) < 0;
            stopped |= tooSlow;
        } finally {
            lock.unlock();
        }
        if (tooSlow) {
            onTooSlow.accept(came);
        } else {
            scheduleCheck();
        }
    }
}
