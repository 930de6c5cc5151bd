package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.delivery.Transcription;
import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.session.SessionEnd;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A session that another process has heard to its end: what it kept is routed, and there is no more audio. */
final class WithoutAudio implements Conversation {

    private final Transcription transcription;
    private final SessionLoop loop;

    private WithoutAudio(Transcription transcription, SessionLoop loop) {
        this.transcription = transcription;
        this.loop = transcription.logged(loop);
    }

    /** Opens the session, and ends it. */
    static void open(Transcription transcription, SessionLoop loop) {
        transcription.start(new WithoutAudio(transcription, loop), () -> {});
    }

    @Override
    public void start() {
        loop.execute(() -> {
            transcription.resume();
            transcription.onEnd(SessionEnd.nothing(Optional.empty()));
        });
    }

    @Override
    public Duration position() {
        return transcription.kept().through();
    }

    /** It has ended as soon as it has begun. */
    @Override
    public void abort(SessionFailure failure) {}

    @Override
    public void delivered() {}

    @Override
    public List<SessionSnapshot> snapshots() {
        return List.of();
    }
}
