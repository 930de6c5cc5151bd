package io.github.camelelevenlabs.stt.repository;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides who may open a session, where several instances share one account and its limit of concurrent sessions: the option
 * {@code sessionPermits}. One object serves all endpoints of an instance. Safe for use by many threads; no method blocks or throws, except
 * for arguments out of their range.
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

    /** Distinguishes these permits from those of another account, for meters. */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * Gives back the permits that no session holds. A component that stops waits about a second for it.
     *
     * @return completes when other instances can have them, or when that cannot be achieved
     */
    default CompletionStage<Void> giveBack() {
        return CompletableFuture.completedFuture(null);
    }

    /** A place in the queue, later permits that are held. */
    interface Place {
        /** Gives the place up, in the queue or after it. The second call does nothing. */
        void leave();
    }
}
