package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderMissingException;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Failed;
import io.github.camelelevenlabs.stt.text.Causes;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.text.Reason;
import io.github.camelelevenlabs.stt.transport.HandshakeException;
import java.time.Duration;

/**
 * Why a session failed. All parts are printable, since they are logged and shown to the user.
 *
 * @param type   the word for the error: the service's where the service said it
 * @param detail for humans: the service's text or the client's
 * @param cause  null when there is none
 */
public record SessionFailure(ErrorCode code, String type, String detail, Throwable cause) {

    public SessionFailure {
        type = Printable.of(type);
        detail = Printable.message(detail);
        cause = Printable.cause(cause);
    }

    public static SessionFailure of(ErrorCode code, String detail) {
        return new SessionFailure(code, code.type(), detail, null);
    }

    /** The service sent an error message. */
    static SessionFailure of(Failed failed) {
        return new SessionFailure(failed.code(), failed.type(), failed.detail(), null);
    }

    public static SessionFailure of(ErrorCode code, Throwable cause) {
        return new SessionFailure(code, code.type(), Reason.of(cause), cause);
    }

    /** Whether it only ended because the component has stopped. */
    public boolean isStop() {
        return code == ErrorCode.STOPPED && cause == null;
    }

    /** No connection could be opened. */
    static SessionFailure ofConnect(Throwable failure) {
        Throwable cause = Causes.unwrapped(failure);
        ErrorCode code = cause instanceof HandshakeException refused ? refused.code() : ErrorCode.CONNECT_FAILED;
        return of(code, cause);
    }

    /** The service closed the connection and had sent no error. */
    static SessionFailure ofClose(int code, String reason) {
        String why = reason.isEmpty() ? "" : ", reason \"" + reason + "\"";
        return of(ErrorCode.ofClose(code, reason), "the service closed the connection with code " + code + why);
    }

    /** The service was not ready in time. */
    static SessionFailure notStarted(Duration connectTimeout) {
        return of(
                ErrorCode.CONNECT_TIMEOUT,
                "no session_started within connectTimeout=" + connectTimeout.toMillis() + " ms");
    }

    /** The service did not answer in time. */
    static SessionFailure unanswered(String what, Duration transcriptTimeout) {
        return of(
                ErrorCode.TRANSCRIPT_TIMEOUT,
                what + " was not answered within transcriptTimeout=" + transcriptTimeout.toMillis() + " ms");
    }

    /** There is more audio than may be sent. @param before what was sent before an interruption */
    static SessionFailure ofLimit(Duration maxAudioDuration, Duration before) {
        return of(
                ErrorCode.AUDIO_LIMIT_EXCEEDED,
                "the audio, with what was sent again, is longer than maxAudioDuration=" + maxAudioDuration.toMillis()
                        + " ms"
                        + (before.isZero()
                                ? ""
                                : ", of which " + before.toMillis()
                                        + " ms were sent before the session was interrupted"));
    }

    /** The source could not be opened or read. */
    public static SessionFailure ofSource(Throwable broken) {
        Throwable cause = Causes.unwrapped(broken);
        if (cause instanceof DecoderMissingException) {
            return of(ErrorCode.DECODER_MISSING, cause);
        }
        return of(cause instanceof AudioException ? ErrorCode.INVALID_AUDIO : ErrorCode.AUDIO_SOURCE_FAILED, cause);
    }
}
