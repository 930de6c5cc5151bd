package io.github.camelelevenlabs.stt.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Lets sessions in, in the order they came, while fewer are open than each allows. Safe for use by many threads. */
public final class SessionGate implements Admission {

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Place> queue = new ArrayDeque<>();
    private int open;

    @Override
    public Ticket enter(int limit, Runnable turn) {
        return enter(limit, 1, turn);
    }

    /** The same for so many sessions that get in together. */
    Ticket enter(int limit, int places, Runnable turn) {
        Place ticket = new Place(limit, places, turn);
        lock.lock();
        try {
            queue.add(ticket);
        } finally {
            lock.unlock();
        }
        admit();
        return ticket;
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

    private void admit() {
        List<Place> admitted = new ArrayList<>();
        lock.lock();
        try {
            while (!queue.isEmpty() && (queue.peek().limit == 0 || open + queue.peek().places <= queue.peek().limit)) {
                Place next = queue.remove();
                next.inside = true;
                open += next.places;
                admitted.add(next);
            }
        } finally {
            lock.unlock();
        }
        admitted.forEach(ticket -> ticket.turn.run());
    }

    /** A place in the queue, later a place inside. */
    private final class Place implements Ticket {
        private final int limit;
        private final int places;
        private final Runnable turn;
        private boolean inside;
        private boolean left;

        private Place(int limit, int places, Runnable turn) {
            this.limit = limit;
            this.places = places;
            this.turn = turn;
        }

        @Override
        public void leave() {
            lock.lock();
            try {
                if (left) {
                    return;
                }
                left = true;
                if (inside) {
                    open -= places;
                } else {
                    queue.remove(this);
                }
            } finally {
                lock.unlock();
            }
            admit();
        }
    }
}
