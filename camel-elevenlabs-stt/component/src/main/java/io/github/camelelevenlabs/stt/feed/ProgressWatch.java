package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Finds out that a source brings less audio than a tenth of real time. Counts only the time in which audio was asked for and
 * had not come: a reader that has enough for now, because a route is slow or the audio is sent at the pace of speech, says
 * nothing about its source. Safe for use by many threads.
 */
final class ProgressWatch {

    /** Long enough for the segments of a live stream, which come all ten seconds or so. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int LEAST_SHARE = 10;
    private static final int PARTS = 12;

    private final Duration window;
    private final SessionLoop loop;
    private final Consumer<Duration> onTooSlow;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock. The window lies in parts, of which the oldest is forgotten when a new one begins:
    private final long[] audio = new long[PARTS];
    private final long partNanos;
    private long part;
    private long waited;
    private long waitingSince;
    private boolean waiting;
    private boolean stopped;

    /** Touched on the loop only. */
    private Timer timer = Timer.NONE;

    /**
     * @param window    of waiting that is looked at
     * @param onTooSlow told once, on the loop, how much audio the window brought
     */
    ProgressWatch(Duration window, SessionLoop loop, Consumer<Duration> onTooSlow) {
        this.window = window;
        this.loop = loop;
        this.onTooSlow = onTooSlow;
        this.partNanos = Math.max(1, window.toNanos() / PARTS);
    }

    Duration window() {
        return window;
    }

    void start() {
        loop.execute(this::scheduleCheck);
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
        loop.execute(() -> timer.cancel());
    }

    /** Audio is asked for. */
    void asked() {
        lock.lock();
        try {
            waiting = true;
            waitingSince = loop.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** What was asked for is there. */
    void answered(Duration came) {
        lock.lock();
        try {
            advance();
            waiting = false;
            audio[currentPart()] += came.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Something came that counts as so much audio, while it is still waited for. */
    void progressed(Duration came) {
        lock.lock();
        try {
            advance();
            audio[currentPart()] += came.toNanos();
        } finally {
            lock.unlock();
        }
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

    private int currentPart() {
        return (int) (part % PARTS);
    }

    private void scheduleCheck() {
        lock.lock();
        try {
            if (!stopped) {
                timer = loop.schedule(Duration.ofNanos(partNanos), this::check);
            }
        } finally {
            lock.unlock();
        }
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
                    && came.compareTo(window.dividedBy(LEAST_SHARE)) < 0;
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
