package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.delivery.Failures;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.time.Duration;

/** All failures of messages are an {@link ElevenLabsSttException}. */
final class SttFailures implements Failures {

    static final SttFailures INSTANCE = new SttFailures();

    private SttFailures() {}

    @Override
    public Exception of(SessionFailure why, String sessionId, Transcript committed, Duration committedThrough) {
        return new ElevenLabsSttException(why, sessionId, committed, committedThrough);
    }

    @Override
    public Exception of(ErrorCode code, String detail) {
        return new ElevenLabsSttException(code, detail, null);
    }

    @Override
    public Exception of(Throwable failure) {
        return ElevenLabsSttException.of(failure);
    }

    @Override
    public Exception ofSource(Throwable failure) {
        return ElevenLabsSttException.ofSource(failure);
    }
}
