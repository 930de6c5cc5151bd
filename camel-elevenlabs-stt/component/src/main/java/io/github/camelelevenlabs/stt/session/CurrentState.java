package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of a session and since when it is in it. Used on the session's loop, where no other thread is named. */
final class CurrentState {

    private static final Logger LOG = LoggerFactory.getLogger(SttSession.class);

    /** Makes what can be shown of the session. */
    interface View {
        Supplier<SessionSnapshot> of(SessionState state, Instant since);
    }

    private final String sessionId;
    private final SessionLoop loop;
    private final View view;

    private SessionState state = SessionState.OPENING;
    private Instant since;
    private volatile Supplier<SessionSnapshot> snapshot;

    CurrentState(String sessionId, SessionLoop loop, View view) {
        this.sessionId = sessionId;
        this.loop = loop;
        this.view = view;
        this.since = loop.instant();
        publish();
    }

    SessionState get() {
        return state;
    }

    boolean is(SessionState other) {
        return state == other;
    }

    boolean isEnd() {
        return state.isEnd();
    }

    void moveTo(SessionState next, String why) {
        if (!state.allows(next)) {
            throw new IllegalStateException(sessionId + " " + state + " to " + next + ": " + why);
        }
        LOG.debug("{} {} to {}: {}", sessionId, state, next, why);
        state = next;
        since = loop.instant();
        publish();
    }

    /** Lets snapshots show what has changed. */
    void publish() {
        snapshot = view.of(state, since);
    }

    /** Lets snapshots show for ever what they show now. */
    void freeze() {
        SessionSnapshot last = view.of(state, since).get();
        snapshot = () -> last;
    }

    /** For any thread. */
    SessionSnapshot snapshot() {
        return snapshot.get();
    }
}
