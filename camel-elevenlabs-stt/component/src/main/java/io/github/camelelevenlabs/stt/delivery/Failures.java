package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.time.Duration;

/** Makes the exceptions that exchanges fail with. Their class is API and lies in the root, which this room does not know. */
public interface Failures {

    /**
     * The failure of a session.
     *
     * @param committed        the transcript up to the failure
     * @param committedThrough the length of the source's audio, from its beginning, that this transcript covers
     */
    Exception of(SessionFailure why, String sessionId, Transcript committed, Duration committedThrough);

    /** A failure outside of any session. */
    default Exception of(ErrorCode code, String detail) {
        return of(code, detail, null);
    }

    /** A failure outside of any session. @param cause null when there is none */
    Exception of(ErrorCode code, String detail, Throwable cause);

    /** Whether the same message may succeed when it is sent again unchanged. Failures of routes are not ours to judge, and may. */
    default boolean isRetryable(Exception failure) {
        return true;
    }

    /** The failure of a message that was refused; the same exception if it is of that class already. */
    Exception of(Throwable failure);

    /** The failure of a source that could not be opened or read; the same exception if it is of that class already. */
    Exception ofSource(Throwable failure);
}
