package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioHint;
import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.Decoding;
import io.github.camelelevenlabs.stt.delivery.OutputFormat;
import io.github.camelelevenlabs.stt.delivery.Transcription;
import io.github.camelelevenlabs.stt.session.Admission;
import java.util.function.Consumer;

/**
 * A session that was planned and can be opened once.
 *
 * @param transcription gets the transcripts and the end of the session
 * @param hint          what is known about the audio before it is read
 * @param output        the body that the message which opens the session gets
 * @param maxSessions   the number of sessions that may be open, this one included; 0 for no limit
 * @param recordings    admits recordings, so that only as many are open as there may be sessions
 * @param changes       changes the session, also before it is open
 * @param opening       opens and starts the session
 */
public record PlannedSession(
        Transcription transcription,
        AudioHint hint,
        Decoding decoding,
        OutputFormat output,
        int maxSessions,
        Admission recordings,
        DeferredChanges changes,
        Consumer<AudioSource> opening) {

    /** A recording in a file or behind a URL that waits before it is opened, while {@code maxSessions} recordings are open. */
    AudioSource queued(AudioSource recording) {
        return new QueuedSource(recording, recordings, maxSessions);
    }

    /** Opens the session. Called once. The transcription gets later failures. */
    void open(AudioSource source) {
        opening.accept(source);
    }
}
