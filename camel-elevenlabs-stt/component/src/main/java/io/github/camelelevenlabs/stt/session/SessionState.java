package io.github.camelelevenlabs.stt.session;

import java.util.Map;
import java.util.Set;

/**
 * The states of a session, and the moves between them.
 *
 * <pre>{@code
 *    ┌───────────────────────────────────────────────────┬────────────────┐
 *    │                                                   │                ▼
 * OPENING ──► QUEUED ──► CONNECTING ──► STREAMING ──► DRAINING ──► CLOSING ──► CLOSED
 *                         │      ▲         │             │
 *                         ▼      │         │             │
 *                        BACKING_OFF ◄─────┴─────────────┘
 *
 *                    every state before CLOSED ──► FAILED
 * }</pre>
 *
 * A source that ends without any audio goes from OPENING to CLOSED. A service that closes first, once the last answer is in,
 * takes the session from DRAINING to CLOSED.
 */
public enum SessionState {
    /**
     * The source is being opened or read for the first time. There is no audio yet, and no connection is needed.
     */
    OPENING,
    /** Waits for its turn, because no more sessions may be open at once. */
    QUEUED,
    /** Until the service says that the session has started; audio is held. */
    CONNECTING,
    /** Audio goes out, transcripts come in. */
    STREAMING,
    /** All audio is sent; the session waits for the answer to the last commit. */
    DRAINING,
    /** The last transcript is in and the closing handshake is under way; messages that still come are handled. */
    CLOSING,
    /** The connection failed; audio is kept until there is another one. */
    BACKING_OFF,
    /** Ended well. */
    CLOSED,
    /** Ended with a failure. */
    FAILED;

    private static final Map<SessionState, Set<SessionState>> ALLOWED = Map.of(
            OPENING, Set.of(QUEUED, CLOSED, FAILED),
            QUEUED, Set.of(CONNECTING, FAILED),
            CONNECTING, Set.of(STREAMING, BACKING_OFF, FAILED),
            STREAMING, Set.of(DRAINING, BACKING_OFF, FAILED),
            DRAINING, Set.of(CLOSING, BACKING_OFF, CLOSED, FAILED),
            BACKING_OFF, Set.of(CONNECTING, FAILED),
            CLOSING, Set.of(CLOSED, FAILED),
            CLOSED, Set.of(),
            FAILED, Set.of());

    boolean allows(SessionState next) {
        return ALLOWED.get(this).contains(next);
    }

    /** Whether the session is over. */
    boolean isEnd() {
        return ALLOWED.get(this).isEmpty();
    }
}
