package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.audio.SourceClosedException;
import io.github.camelelevenlabs.stt.fetch.FetchException;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.text.Causes;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.apache.camel.CamelException;
import org.apache.camel.TypeConversionException;

/**
 * Audio was not transcribed, or not all of it: its session failed, or it was refused before there was one. Says why,
 * whether another try may help, and what was transcribed until then. All that the component itself fails a message with is
 * of this class; what failed underneath, if anything did, is the {@linkplain #getCause() cause}.
 */
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

    /** Of what did not get as far as a session. */
    ElevenLabsSttException(ErrorCode code, String detail, Throwable cause) {
        super(code.type() + ": " + Printable.message(detail), Printable.cause(cause));
        this.errorType = code.type();
        this.retryable = code.verdict().isRetryable();
        this.detail = Printable.message(detail);
        this.sessionId = null;
        this.committedText = "";
        this.committedThrough = 0;
    }

    /**
     * What a message is told that could not be taken: the failure itself if it is one of ours already, otherwise one of
     * ours that has it as its cause. Not for failures of consumers' routes, which are told as they are.
     */
    static ElevenLabsSttException of(Throwable failure) {
        return of(failure, ElevenLabsSttException::codeOf);
    }

    /** The same, of a source that could not be opened or read. */
    static ElevenLabsSttException ofSource(Throwable failure) {
        return of(failure, ElevenLabsSttException::codeOfSource);
    }

    private static ElevenLabsSttException of(Throwable failure, Function<Throwable, ErrorCode> codes) {
        Throwable cause = Causes.unwrapped(failure);
        if (cause instanceof ElevenLabsSttException known) {
            return known;
        }
        ErrorCode code = codes.apply(cause);
        return new ElevenLabsSttException(code, SessionFailure.of(code, cause).detail(), cause);
    }

    private static ErrorCode codeOf(Throwable failure) {
        if (failure instanceof IllegalArgumentException || failure instanceof TypeConversionException) {
            // Of an option or a header: what is wrong with a body is an IOException.
            return ErrorCode.INVALID_REQUEST;
        }
        return failure instanceof IOException || isStop(failure) ? codeOfSource(failure) : ErrorCode.CLIENT_ERROR;
    }

    private static ErrorCode codeOfSource(Throwable failure) {
        if (failure instanceof FetchException fetch && !fetch.isRetryable()) {
            return ErrorCode.INVALID_AUDIO;
        }
        return isStop(failure)
                ? ErrorCode.STOPPED
                : SessionFailure.ofSource(failure).code();
    }

    private static boolean isStop(Throwable failure) {
        return failure instanceof SourceClosedException || failure instanceof RejectedExecutionException;
    }

    private static String advice(SessionFailure failure) {
        return failure.code().advice().isEmpty() ? "" : "; " + failure.code().advice();
    }

    /**
     * The word for the error: the service's own, such as {@code auth_error} or {@code quota_exceeded}, or one of ours, such
     * as {@code connection_lost}. The documentation lists them all. Never null.
     */
    public String getErrorType() {
        return errorType;
    }

    /** Whether the same audio may succeed when it is sent again, as it is. */
    public boolean isRetryable() {
        return retryable;
    }

    /** The service's text, or ours where the service said nothing. Never null. */
    public String getDetail() {
        return detail;
    }

    /**
     * The id of the session, as in the log and in {@link ElevenLabsSttConstants#SESSION_ID}. Null when the message was
     * refused before it had a session, or alone in a stream session that goes on without it.
     */
    public String getSessionId() {
        return sessionId;
    }

    /** Everything that was committed before the failure; empty when nothing was. Never null. */
    public String getCommittedText() {
        return committedText;
    }

    /**
     * Milliseconds of the source's audio, from its beginning, that the committed text covers: from here on the rest can be
     * sent again, as a recording of its own. 0 when nothing was committed; never negative.
     */
    public long getCommittedThrough() {
        return committedThrough;
    }
}
