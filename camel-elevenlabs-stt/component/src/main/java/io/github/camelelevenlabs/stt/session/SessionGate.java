package io.github.camelelevenlabs.stt.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Lets sessions in, in the order they came, while fewer are open than each allows. Safe for use by many threads. */
public final class SessionGate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Ticket> queue = new ArrayDeque<>();
    private int open;

    /**
     * Joins the queue.
     *
     * @param limit how many may be open, this one included; 0 for no limit
     * @param turn  called once, when it is this one's turn, by whichever thread made room
     */
    Ticket enter(int limit, Runnable turn) {
        Ticket ticket = new Ticket(limit, turn);
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
        List<Ticket> admitted = new ArrayList<>();
        lock.lock();
        try {
            while (!queue.isEmpty() && (queue.peek().limit == 0 || open < queue.peek().limit)) {
                Ticket next = queue.remove();
                next.inside = true;
                open++;
                admitted.add(next);
            }
        } finally {
            lock.unlock();
        }
        admitted.forEach(ticket -> ticket.turn.run());
    }

    /** A place in the queue, later a place inside. */
    final class Ticket {
        private final int limit;
        private final Runnable turn;
        private boolean inside;
        private boolean left;

        private Ticket(int limit, Runnable turn) {
            this.limit = limit;
            this.turn = turn;
        }

        /** Gives the place up, wherever it is. May be called twice. */
        void leave() {
            lock.lock();
            try {
                if (left) {
                    return;
                }
                left = true;
                if (inside) {
                    open--;
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
