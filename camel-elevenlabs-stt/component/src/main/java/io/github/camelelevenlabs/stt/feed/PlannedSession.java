package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioHint;
import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.Decoding;
import io.github.camelelevenlabs.stt.delivery.OutputFormat;
import io.github.camelelevenlabs.stt.delivery.Transcription;
import io.github.camelelevenlabs.stt.session.Admission;
import java.util.function.Consumer;

/**
 * A session that may be opened now.
 *
 * @param transcription hears all of it
 * @param hint          what is known of the audio
 * @param decoding      how its audio is decoded
 * @param output        what becomes of the body of the message that opens it
 * @param maxSessions   how many may be open, this one included; 0 for no limit
 * @param recordings    where recordings wait that are not opened yet
 * @param opening       opens and starts it
 */
public record PlannedSession(
        Transcription transcription,
        AudioHint hint,
        Decoding decoding,
        OutputFormat output,
        int maxSessions,
        Admission recordings,
        Consumer<AudioSource> opening) {

    /** A recording in a file or behind a URL, which is not opened while as many are open as there may be sessions. */
    AudioSource queued(AudioSource recording) {
        return new QueuedSource(recording, recordings, maxSessions);
    }

    /** Called once. What fails the session later, its transcription hears. */
    void open(AudioSource source) {
        opening.accept(source);
    }
}
