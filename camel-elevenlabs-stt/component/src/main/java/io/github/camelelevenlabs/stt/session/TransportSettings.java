package io.github.camelelevenlabs.stt.session;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What connections have in common. Endpoints with equal settings share a client.
 *
 * @param connectTimeout for the TCP connection and for the TLS handshake, each
 * @param sslContext     empty for the JDK's trusted certificates
 */
public record TransportSettings(Duration connectTimeout, Optional<SSLContext> sslContext, Optional<Proxy> proxy) {

    /**
     * An HTTP proxy that is asked for a tunnel.
     *
     * @param username null for a proxy that asks for none
     */
    public record Proxy(String host, int port, String username, String password) {
        @Override
        public String toString() {
            return "Proxy[" + host + ":" + port + (username == null ? "" : ", username=" + username) + "]";
        }
    }
}
