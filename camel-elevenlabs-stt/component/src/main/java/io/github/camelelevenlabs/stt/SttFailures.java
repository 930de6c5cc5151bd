package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.audio.SourceClosedException;
import io.github.camelelevenlabs.stt.delivery.Failures;
import io.github.camelelevenlabs.stt.fetch.FetchException;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.text.Causes;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.apache.camel.TypeConversionException;

/** Makes the {@link ElevenLabsSttException} of every failure. Failures of consumers' routes stay as they are. */
final class SttFailures implements Failures {

    static final SttFailures INSTANCE = new SttFailures();

    private SttFailures() {}

    @Override
    public ElevenLabsSttException of(
            SessionFailure why, String sessionId, Transcript committed, Duration committedThrough) {
        return new ElevenLabsSttException(why, sessionId, committed, committedThrough);
    }

    @Override
    public ElevenLabsSttException of(ErrorCode code, String detail, Throwable cause) {
        return new ElevenLabsSttException(code, detail, cause);
    }

    @Override
    public boolean isRetryable(Exception failure) {
        return !(failure instanceof ElevenLabsSttException known) || known.isRetryable();
    }

    @Override
    public ElevenLabsSttException of(Throwable failure) {
        return of(failure, SttFailures::code);
    }

    @Override
    public ElevenLabsSttException ofSource(Throwable failure) {
        return of(failure, SttFailures::codeOfSource);
    }

    private static ElevenLabsSttException of(Throwable failure, Function<Throwable, ErrorCode> codes) {
        Throwable cause = Causes.unwrapped(failure);
        if (cause instanceof ElevenLabsSttException known) {
            return known;
        }
        ErrorCode code = codes.apply(cause);
        return new ElevenLabsSttException(code, SessionFailure.of(code, cause).detail(), cause);
    }

    private static ErrorCode code(Throwable failure) {
        if (failure instanceof IllegalArgumentException || failure instanceof TypeConversionException) {
            // The value of an option or a header; a body that cannot be used is an IOException.
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
}
