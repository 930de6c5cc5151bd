package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;

/**
 * Why a session did not end well.
 *
 * @param type   the word for the error: the service's where the service said it
 * @param detail for humans: the service's text, or ours
 * @param cause  null when there is none
 */
public record SessionFailure(ErrorCode code, String type, String detail, Throwable cause) {

    public static SessionFailure of(ErrorCode code, String detail) {
        return new SessionFailure(code, code.type(), detail, null);
    }

    public static SessionFailure of(ErrorCode code, Throwable cause) {
        return new SessionFailure(code, code.type(), String.valueOf(cause.getMessage()), cause);
    }
}
