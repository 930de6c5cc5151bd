package io.github.camelelevenlabs.stt.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far a session's audio is done: everything that was said in it up to here is routed. Segments may be routed in any order; one that
 * is not routed holds the position where the segments before it ended. Safe for use by many threads.
 */
final class RoutedThrough {

    /** The first segments of the session, this many, cover its audio up to a position. */
    private record Coverage(int segments, Duration through) {}

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private int segments;
    private int routedInARow;
    private final Set<Integer> routedBehind = new HashSet<>();
    /** With growing numbers of segments, so that it is no longer than the list of segments that are not routed. */
    private final Deque<Coverage> waiting = new ArrayDeque<>();

    private Duration through = Duration.ZERO;

    /** There is another segment. Returns its number. */
    int add() {
        lock.lock();
        try {
            return segments++;
        } finally {
            lock.unlock();
        }
    }

    /** The segments so far cover the audio up to a position. Returns the position up to which all is done, if it has grown. */
    Optional<Duration> covered(Duration position) {
        lock.lock();
        try {
            if (!waiting.isEmpty() && waiting.getLast().segments == segments) {
                waiting.removeLast();
            }
            waiting.addLast(new Coverage(segments, position));
            return advance();
        } finally {
            lock.unlock();
        }
    }

    /** A segment is routed. Returns the position up to which all is done, if it has grown. */
    Optional<Duration> routed(int number) {
        lock.lock();
        try {
            routedBehind.add(number);
            while (routedBehind.remove(routedInARow)) {
                routedInARow++;
            }
            return advance();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Duration> advance() {
        Duration before = through;
        while (!waiting.isEmpty() && waiting.getFirst().segments <= routedInARow) {
            Duration next = waiting.removeFirst().through;
            through = next.compareTo(through) > 0 ? next : through;
        }
        return through.equals(before) ? Optional.empty() : Optional.of(through);
    }
}
