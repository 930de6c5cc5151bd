package io.github.camelelevenlabs.stt.session;

import java.time.Duration;
import java.util.List;

/** A session, or the sessions of a recording's channels. The methods may be called by any thread and do not block. */
public interface Conversation {

    /** Starts reading the source. Called once. */
    void start();

    /** A segment was routed. Called once for each, in their order. */
    void delivered();

    /** Changes what the service is told about the speech, from the next connection on; that one is made for it. */
    default void change(Hints.Change change) {
        // What has no connection any more has none to change.
    }

    /** Ends the conversation now; the listener gets this failure unless the end has come already. */
    void abort(SessionFailure failure);

    /**
     * How far the source was read, on the source's clock: when a fed piece counts as taken, at least to the end of what was decoded of it.
     */
    Duration position();

    /** The audio that it has sent, and whether it may send more. */
    default AudioLimit limit() {
        return new AudioLimit(Duration.ZERO);
    }

    /** The state of each of its sessions, as last published; empty before there is one. */
    List<SessionSnapshot> snapshots();
}
