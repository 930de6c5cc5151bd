package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ConfigEcho;
import java.time.Duration;

/** Watches the connections of a session. Called on the session's loop, in order: it must not block. */
public interface SessionObserver {

    /** What sent audio is to the source. */
    enum Sending {
        FIRST,
        /** Sent before, on a connection that was lost before the audio was committed. */
        AGAIN,
        /** Silence that the client adds, because the service refuses a shorter commit. */
        PADDING
    }

    /** The service echoed a setting with another value than was asked for; called for every connection. The session goes on. */
    default void onDifference(ConfigEcho.Difference difference) {}

    /** The service sent a warning; the session goes on. */
    default void onWarning(String text) {}

    /** Audio was sent. Padding is reported when its connection has ended. */
    default void onSent(Sending what, Duration audio) {}

    /** A commit of the client was answered. @param latency from the commit to its answer */
    default void onCommitAnswered(Duration latency) {}

    /** The connection was lost, and another one follows. */
    default void onReconnecting(SessionFailure why) {}
}
