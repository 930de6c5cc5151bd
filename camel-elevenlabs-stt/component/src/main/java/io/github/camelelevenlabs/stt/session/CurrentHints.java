package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hints for the next connection of a session, and what becomes of a change that the service refuses: the session goes back to the
 * hints that were good before. Used on the session's loop.
 */
final class CurrentHints {

    private static final Logger LOG = LoggerFactory.getLogger(CurrentHints.class);

    /** What the service, or a gateway before it, answers to parameters that it does not take. */
    private static final Set<ErrorCode> REFUSALS =
            EnumSet.of(ErrorCode.INVALID_REQUEST, ErrorCode.POLICY_VIOLATION, ErrorCode.HANDSHAKE_REFUSED);

    private final String sessionId;
    private final Segments segments;

    private Hints current;
    /** The newest values that were asked for. Asked for again, a value that was refused is no change. */
    private Hints asked;
    /** Those of the last connection on which the service answered a commit. */
    private Hints proven;
    /** A text before that was given within the session, until there is a segment of a connection that was told it; null for none. */
    private String given;

    CurrentHints(String sessionId, Hints first, Segments segments) {
        this.sessionId = sessionId;
        this.segments = segments;
        this.current = first;
        this.asked = first;
        this.proven = first;
    }

    /** Those of a connection that is made now; those that count are the newest when it opens. */
    ConnectionHints ofConnection() {
        return new ConnectionHints(this);
    }

    Hints get() {
        return current;
    }

    /** The text before, for a connection that begins now; null for none. */
    String context() {
        return given == null ? segments.context() : given;
    }

    /** Returns whether anything is new. */
    boolean change(Hints.Change change) {
        Hints.Change news = asked.news(change);
        if (news.isNone()) {
            return false;
        }
        asked = asked.changed(news);
        current = current.changed(news);
        if (news.previousText() != null) {
            given = news.previousText();
        }
        LOG.debug("{} is changed: {}", sessionId, current);
        return true;
    }

    /** Whether another connection would be told something that this one was not. */
    boolean differFrom(Connection inUse) {
        ConnectionHints told = inUse.hints();
        return !current.isSameRequest(told.request()) || given != null && told.hasToldOtherThan(given);
    }

    /** The service answered a commit on this connection. */
    void answered(Connection connection, TwinPairing.Commit commit) {
        ConnectionHints told = connection.hints();
        proven = told.request();
        if (given != null && told.hasTold(given) && !commit.text().isBlank()) {
            given = null;
        }
    }

    /**
     * Takes back a change for which the service refused a connection. Returns whether it was refused for that: a connection with the former
     * hints will do.
     *
     * @param inUse the connection that goes on; null when there is none
     */
    boolean isRefused(Connection refused, SessionFailure why, Connection inUse) {
        Hints tried = refused.hints().request();
        Hints former = inUse == null ? proven : inUse.hints().request();
        if (tried == null || tried.isSameRequest(former) || !REFUSALS.contains(why.code())) {
            return false;
        }
        if (tried.isSameRequest(current)) {
            current = former;
        }
        LOG.warn(
                "{} the service refused a change within the session to {} ({}: {}); the session goes on with {}",
                sessionId,
                tried,
                why.type(),
                why.detail(),
                current);
        return true;
    }
}
