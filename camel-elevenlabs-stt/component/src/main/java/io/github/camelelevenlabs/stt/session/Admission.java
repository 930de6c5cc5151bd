package io.github.camelelevenlabs.stt.session;

/** The queue in which sessions wait for their turn. Safe for use by many threads; no method blocks. */
public interface Admission {

    /**
     * Joins the queue.
     *
     * @param limit how many sessions may be open, this one included; 0 for no limit
     * @param turn  called once, when it is this session's turn, on the thread that made room: the caller's or another
     */
    default Ticket enter(int limit, Runnable turn) {
        return enter(limit, 1, turn);
    }

    /**
     * The same for several sessions that get in together.
     *
     * @param places not more than {@link #most} of the limit, unless that is 0
     */
    Ticket enter(int limit, int places, Runnable turn);

    /** How many sessions may be open at most, where so many may be open here; 0 for no limit. */
    int most(int limit);

    /** A place in the queue, later the place of an open session. */
    interface Ticket {
        /** Gives the place up, in the queue or after it. The second call does nothing. */
        void leave();
    }
}
