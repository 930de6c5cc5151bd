package io.github.camelelevenlabs.stt.repository;

/**
 * Decides who may open a session, where several instances share one account and its limit of concurrent sessions: the option
 * {@code sessionPermits}. One object serves all endpoints of an instance. Safe for use by many threads; no method blocks.
 */
public interface SessionPermits {

    /**
     * Asks for the permits of sessions that open together, which hold them until they end, over all their connections.
     *
     * @param sessions from 1 to {@link #count()}; the channels of one recording are several
     * @param turn     called once, on any thread, when all of them are there; does not block
     */
    Place enter(int sessions, Runnable turn);

    /** How many sessions all instances together may have. */
    int count();

    /** How many permits this instance holds now, for meters. */
    int held();

    /** How many sessions of this instance wait for permits, for meters. */
    int waiting();

    /** A place in the queue, later permits that are held. */
    interface Place {
        /** Gives the place up, in the queue or after it. The second call does nothing. */
        void leave();
    }
}
