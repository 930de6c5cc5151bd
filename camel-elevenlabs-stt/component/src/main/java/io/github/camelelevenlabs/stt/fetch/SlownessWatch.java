package io.github.camelelevenlabs.stt.fetch;

import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Detects a fetch that brings bytes far too slowly for audio. Counts only the time in which a reader waits, and judges it while the
 * reader waits: a server that sends what is no body is never silent. Safe for any thread; no method blocks.
 */
final class SlownessWatch {

    /** The time of waiting after which the speed is judged. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    /** A tenth of the bytes that the slowest speech codecs need for a minute. */
    private static final int MIN_BYTES = 3_000;

    private static final Runnable NONE = () -> {};

    private final Alarms alarms;
    private final LongSupplier nanoTime;
    private final LongConsumer onTooSlow;

    // Guarded by this:
    private boolean waiting;
    private long since;
    private long waited;
    private long received;
    private boolean stopped;
    /** One alarm serves many waits: it is not set anew for each of them. */
    private Runnable alarm = NONE;

    /** @param onTooSlow called once, on a thread that it must not block, with the number of bytes of the last window */
    SlownessWatch(Alarms alarms, LongSupplier nanoTime, LongConsumer onTooSlow) {
        this.alarms = alarms;
        this.nanoTime = nanoTime;
        this.onTooSlow = onTooSlow;
    }

    /** A reader waits from now on. */
    synchronized void begin() {
        if (!waiting && !stopped) {
            waiting = true;
            since = nanoTime.getAsLong();
            schedule();
        }
    }

    /** Bytes have come to the reader, which waits no more. */
    void received(int count) {
        judge(count);
    }

    private synchronized void schedule() {
        if (alarm == NONE) {
            alarm = alarms.set(WINDOW.minusNanos(waited), this::onAlarm);
        }
    }

    private void onAlarm() {
        synchronized (this) {
            alarm = NONE;
            if (!waiting || stopped) {
                return;
            }
        }
        judge(0);
        synchronized (this) {
            if (!stopped) {
                schedule();
            }
        }
    }

    private void judge(int count) {
        long brought;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            waited += waiting ? now - since : 0;
            since = now;
            waiting &= count == 0;
            received += count;
            if (stopped || waited < WINDOW.toNanos()) {
                return;
            }
            brought = received;
            stopped = brought < MIN_BYTES;
            waited = 0;
            received = 0;
            if (!stopped) {
                return;
            }
        }
        onTooSlow.accept(brought);
    }

    synchronized void stop() {
        stopped = true;
        alarm.run();
    }
}
