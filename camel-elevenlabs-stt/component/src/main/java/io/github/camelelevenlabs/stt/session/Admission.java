package io.github.camelelevenlabs.stt.session;

/** Where sessions wait for their turn. */
public interface Admission {

    /**
     * Joins the queue.
     *
     * @param limit how many may be open, this one included; 0 for no limit
     * @param turn  called once, when it is this one's turn, by whichever thread made room
     */
    Ticket enter(int limit, Runnable turn);

    /** A place in the queue, later a place inside. */
    interface Ticket {
        /** Gives the place up, wherever it is. May be called twice. */
        void leave();
    }
}
