package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.time.Duration;
import org.apache.camel.CamelException;

/** A session failed. Says why, whether another try may help, and what was transcribed until then. */
public class ElevenLabsSttException extends CamelException {

    private static final long serialVersionUID = 1L;

    private final String errorType;
    private final boolean retryable;
    private final String detail;
    private final String sessionId;
    private final String committedText;
    private final long committedThrough;

    ElevenLabsSttException(SessionFailure failure, String sessionId, Transcript committed, Duration committedThrough) {
        super(
                failure.type() + ": " + failure.detail() + " (session " + sessionId + advice(failure) + ")",
                failure.cause());
        this.errorType = failure.type();
        this.retryable = failure.code().verdict().isRetryable();
        this.detail = failure.detail();
        this.sessionId = sessionId;
        this.committedText = committed.text();
        this.committedThrough = committedThrough.toMillis();
    }

    private static String advice(SessionFailure failure) {
        return failure.code().advice().isEmpty() ? "" : "; " + failure.code().advice();
    }

    /**
     * The word for the error: the service's own, such as {@code auth_error} or {@code quota_exceeded}, or one of ours, such
     * as {@code connection_lost}. The documentation lists them all.
     */
    public String getErrorType() {
        return errorType;
    }

    /** Whether the same audio may succeed when it is sent again, as it is. */
    public boolean isRetryable() {
        return retryable;
    }

    /** The service's text, or ours where the service said nothing. */
    public String getDetail() {
        return detail;
    }

    /** The id of the session, as in the log and in {@link ElevenLabsSttConstants#SESSION_ID}. */
    public String getSessionId() {
        return sessionId;
    }

    /** Everything that was committed before the failure; empty when nothing was. */
    public String getCommittedText() {
        return committedText;
    }

    /**
     * Milliseconds of the source's audio that the committed text covers: from here on the rest can be sent again, as a
     * recording of its own.
     */
    public long getCommittedThrough() {
        return committedThrough;
    }
}
