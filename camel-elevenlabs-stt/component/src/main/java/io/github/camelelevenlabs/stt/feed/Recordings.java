package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioPiece;
import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.Recording;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.delivery.Transcription;
import io.github.camelelevenlabs.stt.delivery.Transcription.Awaited;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.camel.Exchange;

/** Opens a session for each message that is a recording of its own. */
public final class Recordings {

    private Recordings() {}

    /**
     * Opens a session for the audio of a message, or changes the live sources of the name by a message without audio. Does not block.
     *
     * @param reply sent with the transcript or, with {@code waitForTranscript=false}, when all of the audio was read
     * @throws IOException when the body is no audio, or cannot be read
     */
    public static void transcribe(SessionOpener opener, LiveSources live, Exchange exchange, PendingReply reply)
            throws IOException {
        boolean awaited = opener.waitsForTranscript();
        // Checked at once, so that a body without audio costs nothing.
        AudioBody body = AudioBody.of(exchange);
        if (body instanceof AudioBody.Empty) {
            if (live.areChangedBy(opener, exchange, reply)) {
                return;
            }
            throw new AudioException("no audio: the body is empty");
        }
        opener.plan(exchange.getIn(), null, awaited ? Awaited.ROUTED : Awaited.TRANSCRIBED)
                .thenAccept(session -> open(opener, session, body, exchange, reply, awaited))
                .exceptionally(failure -> {
                    reply.failed(opener.failures().of(failure));
                    return null;
                });
    }

    private static void open(
            SessionOpener opener,
            PlannedSession session,
            AudioBody body,
            Exchange exchange,
            PendingReply reply,
            boolean awaited) {
        Transcription transcription = session.transcription();
        transcription.removeWhenDone(exchange);
        transcription.onCompletion(result -> {
            if (!reply.transcribed(result, session.output())) {
                result.sessionFailure().ifPresent(transcription::report);
            }
        });
        AudioSource source = source(opener, session, body);
        session.open(
                awaited
                        ? source
                        : new NoticedSource(source, () -> opener.routes().execute(reply::audioTaken)));
    }

    /** Opens neither files nor URLs. */
    private static AudioSource source(SessionOpener opener, PlannedSession session, AudioBody body) {
        if (body instanceof AudioBody.Bytes bytes) {
            return new Recording(AudioPiece.of(bytes.bytes()), session.hint(), session.decoding());
        } else if (body instanceof AudioBody.Stream open) {
            return new Recording(AudioPiece.of(open.stream()), session.hint(), session.decoding());
        } else if (body instanceof AudioBody.OnDisk file) {
            return session.queued(new Recording(
                    AudioPiece.of(() -> Files.newInputStream(file.path())), session.hint(), session.decoding()));
        } else if (body instanceof AudioBody.Url at) {
            return session.queued(
                    new UrlSource(opener.fetch(at.url()), session.hint().format(), session.decoding(), opener.timer()));
        }
        throw new IllegalStateException("no source for " + body);
    }
}
