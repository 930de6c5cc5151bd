package io.github.camelelevenlabs.stt.transport;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What connections have in common. Those whose settings are equal can share a client.
 *
 * @param connectTimeout for the TCP connection and for the TLS handshake, each
 * @param tls            empty for the JDK's trusted certificates
 */
public record TransportSettings(Duration connectTimeout, Optional<Tls> tls, Optional<Proxy> proxy) {

    /** How TLS is spoken. Equal ones make contexts that are alike. */
    public interface Tls {
        /** A new context: a client needs one, and to make it takes reading key stores. */
        SSLContext context() throws Exception;
    }

    /**
     * An HTTP proxy that is asked for a tunnel.
     *
     * @param username null for a proxy that asks for none
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
