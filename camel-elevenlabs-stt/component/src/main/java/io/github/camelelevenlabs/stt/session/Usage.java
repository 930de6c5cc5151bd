package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.PcmFormat;
import java.util.Optional;

/** Counts what a session sent, over all its connections. */
final class Usage {

    private long sentSamples;
    private long reachedSample;
    private int reconnects;

    /** Audio up to here was sent at least once. */
    void reached(long position) {
        reachedSample = Math.max(reachedSample, position);
    }

    /** A connection is done with. */
    void replaced(SourceClock clock) {
        sentSamples += clock.connectionSamples();
    }

    /** A connection is done with and another one follows. */
    void reconnecting(SourceClock clock) {
        replaced(clock);
        reconnects++;
    }

    SessionEnd end(Optional<SessionFailure> failure, AudioIntake intake) {
        if (intake.buffer() == null) {
            return SessionEnd.nothing(failure);
        }
        PcmFormat format = intake.buffer().format();
        return new SessionEnd(
                failure,
                format.duration(reachedSample),
                format.duration(sentSamples),
                format.duration(intake.buffer().start()),
                intake.givenUp(),
                reconnects);
    }
}
