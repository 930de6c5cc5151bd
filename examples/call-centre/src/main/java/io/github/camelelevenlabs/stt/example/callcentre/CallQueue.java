package io.github.camelelevenlabs.stt.example.callcentre;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The records of one call that are not done. Each is handed over at once, without waiting for those before: what was said in a record is
 * known only when the audio behind it was heard. When one fails, nothing more of the call is handed over until all that is under way has
 * its answer; then all that is not done is handed over again, in order. Safe for use by many threads.
 */
final class CallQueue<R> {

    private static final Duration PAUSE_BEFORE_RETRY = Duration.ofSeconds(1);

    private final Consumer<R> session;
    private final Deque<R> unfinished = new ArrayDeque<>();
    private int underWay;
    private boolean failed;
    private long failedAt;

    /** @param session takes a record and says later {@link #done} or {@link #failed} */
    CallQueue(Consumer<R> session) {
        this.session = session;
    }

    /** Hands a record over, or keeps it until those before it that have failed are handed over again. */
    synchronized void add(R record) {
        unfinished.add(record);
        if (!failed) {
            handOver(record);
        }
    }

    private void handOver(R record) {
        underWay++;
        session.accept(record);
    }

    synchronized void done(R record) {
        underWay--;
        unfinished.remove(record);
    }

    /** @return whether it is the first one to fail of those that are under way */
    synchronized boolean failed(long now) {
        boolean first = !failed;
        underWay--;
        failed = true;
        failedAt = now;
        return first;
    }

    /** Hands over again what has failed, if it is time. @param now nanoseconds, as {@link System#nanoTime} */
    synchronized void retry(long now) {
        if (!failed || underWay > 0 || now - failedAt < PAUSE_BEFORE_RETRY.toNanos()) {
            return;
        }
        failed = false;
        for (R record : List.copyOf(unfinished)) {
            // It may fail at once.
            if (failed) {
                return;
            }
            handOver(record);
        }
    }

    synchronized boolean isEmpty() {
        return unfinished.isEmpty();
    }
}
