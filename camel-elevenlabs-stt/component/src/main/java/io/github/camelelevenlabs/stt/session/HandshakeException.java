package io.github.camelelevenlabs.stt.session;

import java.io.IOException;

/** The other side answered the handshake with an HTTP status instead of becoming a WebSocket. */
public class HandshakeException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    public HandshakeException(int status) {
        super("the handshake was answered with HTTP status " + status);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
