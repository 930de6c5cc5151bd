package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ConfigEcho;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;

/** Takes what comes of a session. Called on the session's loop, in order: it must not block. */
public interface SessionListener {

    /** The service is ready for the first time; not called for later connections of the session. */
    default void onStarted() {}

    /** The service understood a setting otherwise than it was asked; called for every connection. The session goes on. */
    default void onDifference(ConfigEcho.Difference difference) {}

    /** The service warns; the session goes on. */
    default void onWarning(String text) {}

    /** What audio that was sent is to the source. */
    enum Sending {
        FIRST,
        /** Sent before, on a connection that was lost before it was committed. */
        AGAIN,
        /** Silence of ours, without which the service would not accept a short commit. */
        PADDING
    }

    /** Audio was sent; of padding called when its connection has ended. */
    default void onSent(Sending what, Duration audio) {}

    /** A commit of ours was answered. @param latency since it was sent */
    default void onCommitAnswered(Duration latency) {}

    /** The connection was lost, and another one follows. */
    default void onReconnecting(SessionFailure why) {}

    /** New text of the segment that is not committed yet; replaces the one before. No echoes, no repeats. */
    void onPartial(String text);

    /**
     * The next segment. It counts as undelivered until {@link SttSession#delivered()} is called for it; with too many of
     * those the session stops sending audio and only keeps its connection alive.
     */
    void onSegment(Segment segment);

    /** The last call, made once. */
    void onEnd(SessionEnd end);
}
