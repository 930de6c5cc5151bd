package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import java.io.IOException;

/** The service, or the proxy in front of it, answered the handshake with an HTTP status other than 101. */
public class HandshakeException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final ErrorCode code;

    public HandshakeException(int status) {
        this(status, ErrorCode.ofStatus(status), "the handshake was answered with HTTP status " + status);
    }

    private HandshakeException(int status, ErrorCode code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /**
     * A proxy did not open a tunnel.
     *
     * @param target host and port at the other end of the tunnel
     */
    static HandshakeException ofProxy(TransportSettings.Proxy proxy, String target, int status) {
        return new HandshakeException(
                status,
                ErrorCode.ofProxyStatus(status),
                "the proxy " + proxy.address() + " refused a tunnel to " + target + " with HTTP status " + status + "; "
                        + advice(proxy, status));
    }

    private static String advice(TransportSettings.Proxy proxy, int status) {
        if (status == 407) {
            return (proxy.username() == null ? "set" : "check") + " proxyAuthUsername and proxyAuthPassword";
        } else if (status == 401 || status == 403) {
            return "the proxy has to allow this address";
        }
        return "check proxyHost and proxyPort, and whether the proxy reaches this address";
    }

    public int status() {
        return status;
    }

    /** The error that the status stands for; a status of the service stands for another error than the same status of a proxy. */
    public ErrorCode code() {
        return code;
    }
}
