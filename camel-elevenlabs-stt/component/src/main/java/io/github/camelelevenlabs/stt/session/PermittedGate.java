package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.repository.SessionPermits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gate behind which sessions wait for permits too, where several instances share the limit of one account. A session that waits for a
 * permit has its place within this instance. Safe for use by many threads; no method blocks.
 */
public final class PermittedGate implements Admission {

    private static final Logger LOG = LoggerFactory.getLogger(PermittedGate.class);

    private final Admission gate;
    private final SessionPermits permits;

    public PermittedGate(Admission gate, SessionPermits permits) {
        this.gate = gate;
        this.permits = permits;
    }

    @Override
    public int most(int limit) {
        int here = gate.most(limit);
        return here == 0 ? permits.count() : Math.min(here, permits.count());
    }

    @Override
    public Ticket enter(int limit, int places, Runnable turn) {
        Entering entering = new Entering(places, turn);
        entering.inGate(gate.enter(limit, places, entering::askForPermits));
        return entering;
    }

    /** In the queue of the gate, then in that of the permits, then behind both. */
    private final class Entering implements Ticket {
        private final int places;
        private final Runnable turn;
        // Guarded by this:
        private Ticket ticket;
        private SessionPermits.Place permit;
        private boolean tookTurn;
        private boolean left;

        private Entering(int places, Runnable turn) {
            this.places = places;
            this.turn = turn;
        }

        private void inGate(Ticket entered) {
            if (!keep(() -> ticket = entered)) {
                entered.leave();
            }
        }

        /** Permits that fail keep no session from its end; the service itself refuses what is too much. */
        private void askForPermits() {
            try {
                SessionPermits.Place asked = permits.enter(places, this::onTurn);
                if (!keep(() -> permit = asked)) {
                    asked.leave();
                }
            } catch (RuntimeException | Error bug) {
                LOG.error("The sessionPermits failed; a session begins without a permit", bug);
                onTurn();
            }
        }

        private void onTurn() {
            boolean first;
            synchronized (this) {
                first = !tookTurn && !left;
                tookTurn = true;
            }
            if (first) {
                SessionGate.take(turn, this);
            }
        }

        /** Keeps what {@link #leave()} has to give up; false when it was called before. */
        private synchronized boolean keep(Runnable assignment) {
            if (!left) {
                assignment.run();
            }
            return !left;
        }

        @Override
        public void leave() {
            Ticket entered;
            SessionPermits.Place asked;
            synchronized (this) {
                if (left) {
                    return;
                }
                left = true;
                entered = ticket;
                asked = permit;
            }
            if (asked != null) {
                asked.leave();
            }
            if (entered != null) {
                entered.leave();
            }
        }
    }
}
