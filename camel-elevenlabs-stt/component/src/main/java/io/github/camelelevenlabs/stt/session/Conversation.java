package io.github.camelelevenlabs.stt.session;

import java.util.List;

/** A session, or the sessions of a recording's channels. The methods may be called by any thread and do not block. */
public interface Conversation {

    /** Starts reading the source. Called once. */
    void start();

    /** A segment was routed. Called once for each, in their order. */
    void delivered();

    /** Ends the conversation now; the listener gets this failure unless the end has come already. */
    void abort(SessionFailure failure);

    /** The state of each of its sessions, as last published; empty before there is one. */
    List<SessionSnapshot> snapshots();
}
