package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.transcript.Segment;

/** Hears what a session says. Called on the session's loop, in order: it must not block. */
public interface SessionListener {

    /** The service is ready for the first time; later connections of the session are not told. */
    default void onStarted() {}

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
