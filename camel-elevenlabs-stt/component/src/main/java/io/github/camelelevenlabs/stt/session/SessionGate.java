package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.threads.Mutex;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a session in while fewer sessions are open than its limit, whatever the limits of the others are. Sessions with the same
 * limit get in in the order in which they came; a session never waits for a queued one with another limit. So a session with
 * a smaller limit than others waits as long as those keep more sessions open. Safe for use by many threads; no method blocks.
 *
 * <p>The time to enter or leave grows with the logarithm of the number of different limits, however many sessions wait.
 */
public final class SessionGate implements Admission {

    private static final Logger LOG = LoggerFactory.getLogger(SessionGate.class);

    private final Mutex lock = new Mutex();
    // Guarded by the lock:
    private final Map<Integer, Queue> queues = new HashMap<>();
    /** The queues that are not empty, ordered by how many sessions may be open when their first one gets in. */
    private final TreeSet<Queue> byOthers = new TreeSet<>(
            Comparator.<Queue>comparingInt(queue -> queue.others).thenComparingLong(queue -> queue.limit));

    private int open;
    private boolean closed;

    /**
     * The turns that the current thread still has to run. A turn that leaves at once makes room for the next one. If that ran
     * within the first, the stack would grow with the length of the queue.
     */
    private final ThreadLocal<Deque<Place>> turns = new ThreadLocal<>();

    @Override
    public int most(int limit) {
        return limit;
    }

    @Override
    public Ticket enter(int limit, int places, Runnable turn) {
        if (limit > 0 && places > limit) {
            throw new IllegalArgumentException(
                    places + " sessions cannot get in together where " + limit + " may be open");
        }
        Place entering = new Place(limit, places, turn);
        boolean admitted = lock.get(() -> {
            boolean goes = mayGo(entering);
            if (goes) {
                entering.goIn();
            } else {
                queues.computeIfAbsent(limit, Queue::new).add(entering);
            }
            return goes;
        });
        if (admitted) {
            entering.run();
        }
        return entering;
    }

    private boolean mayGo(Place entering) {
        boolean room = entering.limit == 0 || open <= entering.limit - entering.places;
        return !closed && room && !queues.containsKey(entering.limit);
    }

    /** Sessions that have had their turn and have not left. */
    public int open() {
        return lock.get(() -> open);
    }

    /** Lets no session in any more. Those that wait never get their turn. */
    public void close() {
        lock.run(() -> closed = true);
    }

    /** Takes those whose turn it is out of their queues. Called with the lock held. */
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

    /** Runs a turn. A turn that fails affects neither the caller, who made room, nor the other turns. */
    static void take(Runnable turn, Ticket ticket) {
        try {
            turn.run();
        } catch (RuntimeException | Error bug) {
            LOG.error("A session could not take its turn; it gives its place up", bug);
            ticket.leave();
        }
    }

    /** The sessions with one limit that wait, in the order in which they came. Guarded by the lock. */
    private final class Queue {
        private final int limit;
        private final Set<Place> waiting = new LinkedHashSet<>();
        /** How many others may be open when the first one gets in. Changed only while the queue is not in {@link #byOthers}. */
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

    /** A place in the queue, later the place of open sessions. */
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
            List<Place> admitted = lock.get(() -> {
                if (left) {
                    return List.of();
                }
                left = true;
                if (inside) {
                    open -= places;
                } else {
                    queues.get(limit).remove(this);
                }
                return admit();
            });
            SessionGate.this.run(admitted);
        }
    }
}
