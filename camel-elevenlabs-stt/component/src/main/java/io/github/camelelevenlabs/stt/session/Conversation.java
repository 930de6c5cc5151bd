package io.github.camelelevenlabs.stt.session;

import java.util.List;

/** What is transcribed as one: a session, or one for every channel. The methods may be called by any thread. */
public interface Conversation {

    /** Starts reading the source. Called once. */
    void start();

    /** A segment was routed. Called once for each, in their order. */
    void delivered();

    /** Ends it now; the listener gets this failure unless it has ended already. */
    void abort(SessionFailure failure);

    /** What can be seen of its sessions; empty before there is one. */
    List<SessionSnapshot> snapshots();
}
