package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;

/** Takes the transcripts of a session and its end. Called on the session's loop, in order: it must not block. */
interface SessionListener extends SessionObserver {

    /** The source is open and its format is known; nothing of it was read. */
    default void onSourceOpened(AudioSource.Opened opened) {}

    /** The service is ready for the first time; not called for later connections of the session. */
    default void onStarted() {}

    /** A new text of the segment that is not committed yet; it replaces the one before. Echoes and repeats are left out. */
    void onPartial(String text);

    /**
     * The next segment. It counts as undelivered until {@link Conversation#delivered()} is called for it. While too many
     * segments are undelivered, the session sends no audio and only keeps its connection alive.
     *
     * @param committedThrough the position in the source up to which this segment and those before it cover its audio; of several
     *                         channels, all of them
     */
    void onSegment(Segment segment, Duration committedThrough);

    /** Whether the audio that was not transcribed comes again when the session fails. Asked by any thread. */
    default boolean comesAgain() {
        return false;
    }

    /** Whether {@link #onCovered} is called, which costs a look at the audio. Asked when the source is open. */
    default boolean wantsCoverage() {
        return false;
    }

    /**
     * Everything that was said in the source up to a position is covered: by the segments so far, or because it was silence. Called after
     * the segments that cover it, and only when the position has grown.
     */
    default void onCovered(Duration through) {}

    /** The last call, made once. */
    void onEnd(SessionEnd end);
}
