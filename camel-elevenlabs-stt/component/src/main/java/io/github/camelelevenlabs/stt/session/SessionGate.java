package io.github.camelelevenlabs.stt.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a session in while fewer are open than it allows, whatever their own limits are. Sessions of one limit go in the order in
 * which they came; nobody waits for one of another limit that still has to wait. So a session whose limit is smaller than that of
 * others waits for as long as they keep more open. Safe for use by many threads.
 *
 * <p>To enter and to leave takes a time that grows with the logarithm of the number of limits, however many wait.
 */
public final class SessionGate implements Admission {

    private static final Logger LOG = LoggerFactory.getLogger(SessionGate.class);

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Map<Integer, Queue> queues = new HashMap<>();
    /** The queues that are not empty, those that can bear the fewest others first. */
    private final TreeSet<Queue> byOthers = new TreeSet<>(
            Comparator.<Queue>comparingInt(queue -> queue.others).thenComparingLong(queue -> queue.limit));

    private int open;
    private boolean closed;

    /**
     * The turns that the current thread still has to run. A turn that leaves at once makes room for the next; were that run from
     * within, the stack would be as deep as the queue was long.
     */
    private final ThreadLocal<Deque<Place>> turns = new ThreadLocal<>();

    @Override
    public Ticket enter(int limit, Runnable turn) {
        return enter(limit, 1, turn);
    }

    /** The same for so many sessions that get in together. */
    Ticket enter(int limit, int places, Runnable turn) {
        if (limit > 0 && places > limit) {
            throw new IllegalArgumentException(
                    places + " sessions cannot get in together where " + limit + " may be open");
        }
        Place entering = new Place(limit, places, turn);
        lock.lock();
        try {
            if (!mayGo(entering)) {
                queues.computeIfAbsent(limit, Queue::new).add(entering);
                return entering;
            }
            entering.goIn();
        } finally {
            lock.unlock();
        }
        entering.run();
        return entering;
    }

    private boolean mayGo(Place entering) {
        boolean room = entering.limit == 0 || open <= entering.limit - entering.places;
        return !closed && room && !queues.containsKey(entering.limit);
    }

    /** Sessions that have had their turn and have not left. */
    public int open() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more. Those who wait never get their turn. */
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Those whose turn it is now; called with the lock held. */
    private List<Place> admit() {
        List<Place> admitted = new ArrayList<>();
        while (!closed) {
            Queue next = byOthers.ceiling(new Queue(0, open));
            if (next == null) {
                break;
            }
            Place place = next.head();
            next.remove(place);
            place.goIn();
            admitted.add(place);
        }
        return admitted;
    }

    private void run(List<Place> admitted) {
        if (admitted.isEmpty()) {
            return;
        }
        Deque<Place> running = turns.get();
        if (running != null) {
            running.addAll(admitted);
            return;
        }
        Deque<Place> mine = new ArrayDeque<>(admitted);
        turns.set(mine);
        try {
            while (!mine.isEmpty()) {
                mine.remove().run();
            }
        } finally {
            turns.remove();
        }
    }

    /** Runs a turn. Neither whoever made room nor the others whose turn it is are to suffer from one that fails. */
    static void take(Runnable turn, Ticket ticket) {
        try {
            turn.run();
        } catch (RuntimeException | Error bug) {
            LOG.error("A session could not take its turn; it gives its place up", bug);
            ticket.leave();
        }
    }

    /** Those of one limit that wait, in the order in which they came. Guarded by the lock. */
    private final class Queue {
        private final int limit;
        private final Set<Place> waiting = new LinkedHashSet<>();
        /** How many others may be open when the first one goes in. Changed only while the queue is not in the order. */
        private int others;

        private Queue(int limit) {
            this(limit, 0);
        }

        private Queue(int limit, int others) {
            this.limit = limit;
            this.others = others;
        }

        private Place head() {
            return waiting.iterator().next();
        }

        private void add(Place last) {
            waiting.add(last);
            if (waiting.size() == 1) {
                order();
            }
        }

        private void remove(Place place) {
            boolean first = head() == place;
            waiting.remove(place);
            if (first) {
                byOthers.remove(this);
                order();
            }
        }

        private void order() {
            if (waiting.isEmpty()) {
                queues.remove(limit);
            } else {
                others = limit - head().places;
                byOthers.add(this);
            }
        }
    }

    /** A place in the queue, later a place inside. */
    private final class Place implements Ticket {
        private final int limit;
        private final int places;
        private final Runnable turn;
        // Guarded by the lock:
        private boolean inside;
        private boolean left;

        private Place(int limit, int places, Runnable turn) {
            this.limit = limit;
            this.places = places;
            this.turn = turn;
        }

        private void goIn() {
            inside = true;
            open += places;
        }

        private void run() {
            take(turn, this);
        }

        @Override
        public void leave() {
            List<Place> admitted;
            lock.lock();
            try {
                if (left) {
                    return;
                }
                left = true;
                if (inside) {
                    open -= places;
                } else {
                    queues.get(limit).remove(this);
                }
                admitted = admit();
            } finally {
                lock.unlock();
            }
            SessionGate.this.run(admitted);
        }
    }
}
