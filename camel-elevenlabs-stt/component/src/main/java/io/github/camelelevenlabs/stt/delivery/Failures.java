package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.time.Duration;

/** Makes the exceptions that messages fail with. Their class is part of the API, which the rooms below it do not know. */
public interface Failures {

    /**
     * Of a session.
     *
     * @param committed        what was transcribed until then
     * @param committedThrough where the part of the source's audio ends that is transcribed
     */
    Exception of(SessionFailure why, String sessionId, Transcript committed, Duration committedThrough);

    /** Of what has no session. */
    Exception of(ErrorCode code, String detail);

    /** Of a message that could not be taken: the failure itself if it is one of these already. */
    Exception of(Throwable failure);

    /** The same, of a source that could not be opened or read. */
    Exception ofSource(Throwable failure);
}
