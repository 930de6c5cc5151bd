package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.time.Duration;

/** Exceptions that say what they were made of. */
final class StubFailures implements Failures {

    @Override
    public Exception of(SessionFailure why, String sessionId, Transcript committed, Duration committedThrough) {
        return of(why.code(), why.detail(), why.cause());
    }

    @Override
    public Exception of(ErrorCode code, String detail, Throwable cause) {
        return new IllegalStateException(code.type() + ": " + detail, cause);
    }

    @Override
    public Exception of(Throwable failure) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Exception ofSource(Throwable failure) {
        throw new UnsupportedOperationException();
    }
}
