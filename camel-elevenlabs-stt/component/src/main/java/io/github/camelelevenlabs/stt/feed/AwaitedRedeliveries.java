package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that failed with the session of their stream, by the position of their audio. Until they have come again, in their order, no
 * message behind them is let in: its transcript would be kept first, and their audio, which lies before it, would then count as heard. A
 * sender that has sent none of them for the idle timeout of the stream has given up, and so has one that sends to another process now; the
 * stream then goes on with what comes. Safe for use by many threads; no method blocks.
 */
final class AwaitedRedeliveries {

    private static final Logger LOG = LoggerFactory.getLogger(AwaitedRedeliveries.class);

    /** Of one stream: 100 seconds in messages of 100 ms. When more fail, those behind may come in any order. */
    private static final int MAX_OF_STREAM = 1_000;

    /** Of all streams: about 30 MB. Beyond that, the streams that failed first are forgotten. */
    private static final int MAX_OF_ALL = 500_000;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Map<StreamKey, Awaited> streams = new LinkedHashMap<>();
    private int size;

    /** Whether there is any; spares the messages of all other times the lock. Written under the lock. */
    private volatile boolean any;

    /** What one stream awaits. */
    private static final class Awaited {
        private final NavigableSet<Long> positions = new TreeSet<>();
        /** Those of them that were let in, and have neither reached the session nor failed since. */
        private final Set<Long> entering = new HashSet<>();

        private final SessionLoop timer;
        private final Duration timeout;
        private SessionLoop.Timer alarm = SessionLoop.Timer.NONE;
        private boolean refused;

        private Awaited(SessionLoop timer, Duration timeout) {
            this.timer = timer;
            this.timeout = timeout;
        }
    }

    /**
     * Messages of a stream have failed. Called before their senders learn of it.
     *
     * @param positions where the audio of each begins, in milliseconds
     * @param timeout   how long their sender may take to send the next one of them
     */
    void await(StreamKey key, List<Long> positions, SessionLoop timer, Duration timeout) {
        if (positions.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            Awaited awaited = streams.computeIfAbsent(key, absent -> new Awaited(timer, timeout));
            positions.stream().sorted().forEach(position -> add(awaited, position));
            schedule(key, awaited);
            any = true;
            while (size > MAX_OF_ALL && streams.size() > 1) {
                forget(streams.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The lowest positions stay. Called with the lock held. */
    private void add(Awaited awaited, long position) {
        awaited.entering.remove(position);
        if (awaited.positions.add(position)) {
            size++;
        }
        if (awaited.positions.size() > MAX_OF_STREAM) {
            awaited.entering.remove(awaited.positions.pollLast());
            size--;
        }
    }

    /** Called with the lock held. */
    private void schedule(StreamKey key, Awaited awaited) {
        cancel(awaited);
        awaited.alarm = awaited.timer.schedule(awaited.timeout, () -> giveUp(key, awaited));
    }

    private static void cancel(Awaited awaited) {
        SessionLoop.Timer alarm = awaited.alarm;
        awaited.timer.execute(alarm::cancel);
    }

    /**
     * Lets a message in, unless it comes before those that are awaited. It is awaited itself until {@link #taken}: a message behind it
     * could otherwise reach the session before it does.
     *
     * @param position where its audio begins, in milliseconds; empty when it brings none, or does not say
     * @return why it is refused, and awaited as well; empty when it is let in
     */
    Optional<String> refusal(StreamKey key, OptionalLong position) {
        if (!any) {
            return Optional.empty();
        }
        lock.lock();
        try {
            Awaited awaited = streams.get(key);
            if (awaited == null) {
                return Optional.empty();
            }
            long first = awaited.positions.first();
            if (position.isPresent() && position.getAsLong() <= first) {
                if (awaited.positions.contains(position.getAsLong())) {
                    awaited.entering.add(position.getAsLong());
                    schedule(key, awaited);
                }
                return Optional.empty();
            }
            position.ifPresent(behind -> add(awaited, behind));
            onRefused(key, awaited, first);
            return Optional.of(
                    "messages of this stream failed, and have to come again before this one: the next of them begins at "
                            + first + " ms");
        } finally {
            lock.unlock();
        }
    }

    /** The session has a message that was let in. @param position as in {@link #refusal} */
    void taken(StreamKey key, OptionalLong position) {
        if (!any || position.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            Awaited awaited = streams.get(key);
            if (awaited == null || !awaited.entering.remove(position.getAsLong())) {
                // It came before them, or has failed again meanwhile.
                return;
            }
            awaited.positions.remove(position.getAsLong());
            size--;
            if (awaited.positions.isEmpty()) {
                forget(key);
            } else {
                schedule(key, awaited);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void onRefused(StreamKey key, Awaited awaited, long first) {
        if (!awaited.refused) {
            awaited.refused = true;
            LOG.info(
                    "{} refuses messages until those that failed come again, at first the one at {} ms; it waits for {} ms",
                    key,
                    first,
                    awaited.timeout.toMillis());
        }
    }

    private void giveUp(StreamKey key, Awaited awaited) {
        long first;
        lock.lock();
        try {
            if (streams.get(key) != awaited) {
                return;
            }
            first = awaited.positions.first();
            forget(key);
        } finally {
            lock.unlock();
        }
        if (awaited.refused) {
            LOG.warn(
                    "{} goes on without the audio at {} ms: its message failed, and has not come again within"
                            + " sessionIdleTimeout={} ms; send failed messages again",
                    key,
                    first,
                    awaited.timeout.toMillis());
        }
    }

    /** Whether messages of a stream are awaited. */
    boolean areAwaited(StreamKey key) {
        lock.lock();
        try {
            return streams.containsKey(key);
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock held. */
    private void forget(StreamKey key) {
        Awaited forgotten = streams.remove(key);
        size -= forgotten.positions.size();
        any = !streams.isEmpty();
        cancel(forgotten);
    }

    /** The component has stopped. */
    void clear() {
        lock.lock();
        try {
            List.copyOf(streams.keySet()).forEach(this::forget);
        } finally {
            lock.unlock();
        }
    }
}
