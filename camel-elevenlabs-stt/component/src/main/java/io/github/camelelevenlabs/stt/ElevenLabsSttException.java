package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.observe.ObservedFailure;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.time.Duration;
import org.apache.camel.CamelException;

/**
 * Audio was not transcribed, or only a part of it: the session failed, or the message was refused before it had a session. Has the
 * reason, whether a retry may succeed, and the transcript up to the failure. The component fails messages with this class only; the
 * exception that led to the failure, if there is one, is the {@linkplain #getCause() cause}.
 */
public class ElevenLabsSttException extends CamelException implements ObservedFailure {

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

    /** The failure of a message that had no session. */
    ElevenLabsSttException(ErrorCode code, String detail, Throwable cause) {
        super(code.type() + ": " + Printable.message(detail), Printable.cause(cause));
        this.errorType = code.type();
        this.retryable = code.verdict().isRetryable();
        this.detail = Printable.message(detail);
        this.sessionId = null;
        this.committedText = "";
        this.committedThrough = 0;
    }

    private static String advice(SessionFailure failure) {
        return failure.code().advice().isEmpty() ? "" : "; " + failure.code().advice();
    }

    /**
     * The type of the error: one of the service, such as {@code auth_error} or {@code quota_exceeded}, or one of this component,
     * such as {@code connection_lost}. The documentation lists all of them. Never null.
     */
    @Override
    public String getErrorType() {
        return errorType;
    }

    /** Whether the same message may succeed when it is sent again unchanged. */
    public boolean isRetryable() {
        return retryable;
    }

    /** The error text of the service, or of this component if the service gave none. Never null. */
    public String getDetail() {
        return detail;
    }

    /**
     * The id of the session, as in the log and in {@link ElevenLabsSttConstants#SESSION_ID}. Null when the message was
     * refused before it had a session, or alone in a stream session that goes on without it.
     */
    @Override
    public String getSessionId() {
        return sessionId;
    }

    /** The text of all transcripts that were committed before the failure; empty when there is none. Never null. */
    public String getCommittedText() {
        return committedText;
    }

    /**
     * The length of the audio, from its beginning, that the committed text covers, in milliseconds. As the header
     * {@link ElevenLabsSttConstants#START_AT} it makes another attempt go on there. 0 when nothing was committed; never negative.
     */
    public long getCommittedThrough() {
        return committedThrough;
    }
}
