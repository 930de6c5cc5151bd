package io.github.camelelevenlabs.stt.transport;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The settings that connections share. Connections with equal settings share a client.
 *
 * @param connectTimeout the limit for the TCP connection, and again for the TLS handshake
 * @param tls            empty for the JDK's trusted certificates
 */
public record TransportSettings(Duration connectTimeout, Optional<Tls> tls, Optional<Proxy> proxy) {

    /** Makes TLS contexts. Equal instances make equivalent contexts. */
    public interface Tls {
        /** Makes a context, one for each client. Reads key stores, so it may block. */
        SSLContext context() throws Exception;
    }

    /**
     * An HTTP proxy that opens tunnels.
     *
     * @param username null for a proxy without authentication
     */
    public record Proxy(String host, int port, String username, String password) {
        /** Host and port, for messages. */
        String address() {
            return host + ":" + port;
        }

        @Override
        public String toString() {
            return "Proxy[" + address() + (username == null ? "" : ", username=" + username) + "]";
        }
    }
}
