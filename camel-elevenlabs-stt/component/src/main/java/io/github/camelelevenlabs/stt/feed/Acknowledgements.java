package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.delivery.PendingReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The messages of a stream whose audio was taken, and that get their reply when everything that was said in it is routed. Sends no reply
 * itself. The session bounds their number: it takes no more audio while too much of it is not routed. Safe for use by many threads.
 */
final class Acknowledgements {

    /**
     * A message.
     *
     * @param position where in the stream its audio begins, in milliseconds, if it says so
     */
    record Message(PendingReply reply, OptionalLong position) {}

    /** A message, and where in the stream its audio ends. */
    private record Read(Duration end, long order, Message message) {}

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Set<Message> open = new LinkedHashSet<>();
    private final PriorityQueue<Read> read =
            new PriorityQueue<>(Comparator.comparing(Read::end).thenComparingLong(Read::order));
    private long order;
    private Duration through = Duration.ZERO;
    private boolean closed;
    /** The messages that get the result of the session as their reply. */
    private final List<Message> ending = new ArrayList<>();

    /** A message waits; where its audio ends is not known yet. Returns false after {@link #close()}; the message then does not wait. */
    boolean add(Message message) {
        lock.lock();
        try {
            return !closed && open.add(message);
        } finally {
            lock.unlock();
        }
    }

    /** The audio of a message that waits has been read; it ends here. */
    void ends(Message message, Duration end) {
        lock.lock();
        try {
            if (open.remove(message)) {
                read.add(new Read(end, order++, message));
            }
        } finally {
            lock.unlock();
        }
    }

    /** A message waits no longer: its piece has failed. Returns false when it did not wait any more. */
    boolean remove(Message message) {
        lock.lock();
        try {
            return open.remove(message);
        } finally {
            lock.unlock();
        }
    }

    /** Everything up to a position is routed. Positions may come late; the greatest counts. */
    void routed(Duration position) {
        lock.lock();
        try {
            through = position.compareTo(through) > 0 ? position : through;
        } finally {
            lock.unlock();
        }
    }

    /** Where the last of the messages ends that wait for nothing but the reply; empty when there is none. */
    Optional<Duration> due() {
        lock.lock();
        try {
            boolean none = read.isEmpty() || read.peek().end.compareTo(through) > 0;
            return (none ? Stream.<Read>empty() : read.stream())
                    .map(Read::end)
                    .filter(end -> end.compareTo(through) <= 0)
                    .max(Comparator.naturalOrder());
        } finally {
            lock.unlock();
        }
    }

    /** Takes the messages whose audio ends at or before a position, in the order of the stream. @param position one of {@link #due()} */
    List<PendingReply> take(Duration position) {
        List<PendingReply> done = new ArrayList<>();
        lock.lock();
        try {
            while (!read.isEmpty() && read.peek().end.compareTo(position) <= 0) {
                done.add(read.remove().message.reply());
            }
            return done;
        } finally {
            lock.unlock();
        }
    }

    /** A message waits for the result of the session. Returns false when as many do as there may be. */
    boolean addEnding(Message message, int max) {
        lock.lock();
        try {
            return ending.size() < max && ending.add(message);
        } finally {
            lock.unlock();
        }
    }

    /** The messages that wait for the result of the session. */
    List<Message> ending() {
        lock.lock();
        try {
            return List.copyOf(ending);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the messages that still wait to be routed, in the order of the stream: the session has ended. */
    List<Message> close() {
        List<Message> left = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            while (!read.isEmpty()) {
                left.add(read.remove().message);
            }
            left.addAll(open);
            open.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }
}
