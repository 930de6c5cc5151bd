package io.github.camelelevenlabs.stt.transport;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.transport.Transport.Upgrade;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The data that a proxy gets, and the error messages for its responses. */
class AhcProxyIT extends AhcTestBase {

    private static final URI SERVICE = URI.create("wss://service.invalid");

    private static TransportSettings through(int port, String username) {
        return new TransportSettings(
                ofSeconds(1),
                Optional.empty(),
                Optional.of(
                        new TransportSettings.Proxy("127.0.0.1", port, username, username == null ? null : "pass")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 101 Switching Protocols~Content-Length: 0~~",
                "HTTP/1.1 101 Switching Protocols~Upgrade: websocket~Connection: Upgrade~~",
                "HTTP/1.1 100 Continue~~",
                "HTTP/1.1 100 Continue~~HTTP/1.1 101 Switching Protocols~Content-Length: 0~~",
                "HTTP/1.1 102 Processing~~",
                "HTTP/1.1 103 Early Hints~~HTTP/1.1 200 OK~Content-Length: 0~~HTTP/1.1 101 Switching Protocols~~",
                "HTTP/1.1 204 No Content~~",
                "HTTP/1.1 200 OK~Content-Length: 5~~hello",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~hello~0~~",
                "HTTP/1.1 200 OK~~HTTP/1.1 101 Switching Protocols~Upgrade: websocket~Connection: Upgrade~~",
                "HTTP/1.1 200 OK~~HTTP/1.1 401 Unauthorized~WWW-Authenticate: Basic realm=a~Content-Length: 0~~",
                "HTTP/1.0 200 Connection established~~SSH-2.0-OpenSSH_9.6~",
                "HTTP/1.1 301 Moved Permanently~Location: ws://127.0.0.1:PORT/~Content-Length: 0~~",
                "HTTP/1.1 302 Found~Location: http://127.0.0.1:PORT/~Content-Length: 0~~",
                "HTTP/1.1 307 Temporary Redirect~Location: wss://service.invalid/v2~Content-Length: 0~~",
                "HTTP/1.1 401 Unauthorized~WWW-Authenticate: Basic realm=a~Content-Length: 0~~",
                "HTTP/1.1 407 Proxy Authentication Required~Proxy-Authenticate: Basic realm=a~Content-Length: 0~~",
                "HTTP/1.1 407 Proxy Authentication Required~Proxy-Authenticate: NTLM~Content-Length: 0~~",
                "HTTP/1.1 407 Proxy Authentication Required~Content-Length: 0~~",
                "HTTP/1.1 426 Upgrade Required~Upgrade: h2c~Content-Length: 0~~",
                "HTTP/1.1 502 Bad Gateway~Content-Length: 0~~",
                "ICY 200 OK~~"
            })
    void a_proxy_gets_neither_key_nor_token_whatever_it_answers(String answer) throws Exception {
        try (ScriptedProxy proxy = answering(answer)) {
            transport = client(through(proxy.port(), "jane"), loops, connecting);
            // The second attempt must not use the state of the first one.
            for (Upgrade upgrade : new Upgrade[] {withKey(SERVICE), withToken(SERVICE), withKey(SERVICE)}) {
                assertThat(failure(transport.connect(() -> upgrade, received))).isInstanceOf(IOException.class);
            }
            endTransport();
            assertThat(proxy.received()).hasSize(3).allSatisfy(AhcProxyIT::holdsNothingButTheQuestionAndTls);
            assertThat(received.events).isEmpty();
        }
    }

    private static void holdsNothingButTheQuestionAndTls(String received) {
        assertThat(received).startsWith("CONNECT service.invalid:443 HTTP/1.1\r\n");
        String afterwards = received.substring(received.indexOf("\r\n\r\n") + 4);
        assertThat(afterwards.isEmpty() || afterwards.startsWith("\u0016\u0003"))
                .as("nothing, or the beginning of a TLS handshake: " + afterwards)
                .isTrue();
        assertThat(received).doesNotContain(KEY, "sutkn", "token=", "xi-api-key", "GET ");
    }

    private static ScriptedProxy answering(String answer) throws Exception {
        return new ScriptedProxy(answer.replace("~", "\r\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "401, HANDSHAKE_REFUSED", "403, HANDSHAKE_REFUSED", "407, HANDSHAKE_REFUSED", "101, HANDSHAKE_REFUSED",
        "302, HANDSHAKE_REFUSED", "404, HANDSHAKE_REFUSED", "408, CONNECT_FAILED", "429, CONNECT_FAILED",
        "500, CONNECT_FAILED", "502, CONNECT_FAILED", "503, CONNECT_FAILED", "504, CONNECT_FAILED"
    })
    void an_answer_of_the_proxy_is_reported_as_the_proxys(int status, ErrorCode code) throws Exception {
        try (ScriptedProxy proxy = answering("HTTP/1.1 " + status + " So~Content-Length: 0~~")) {
            assertThat(failure(connect(through(proxy.port(), null), withKey(SERVICE))))
                    .isInstanceOfSatisfying(HandshakeException.class, refused -> {
                        assertThat(refused.status()).isEqualTo(status);
                        assertThat(refused.code()).isEqualTo(code);
                        assertThat(refused)
                                .hasMessageContaining("the proxy 127.0.0.1:" + proxy.port())
                                .hasMessageContaining("" + status)
                                .hasMessageContaining("service.invalid:443");
                    });
        }
    }

    @Test
    void a_proxy_that_asks_for_a_password_says_which_options_are_missing() throws Exception {
        try (ScriptedProxy proxy = answering("HTTP/1.1 407 Who~Content-Length: 0~~")) {
            assertThat(failure(connect(through(proxy.port(), null), withKey(SERVICE))))
                    .hasMessageEndingWith("set proxyAuthUsername and proxyAuthPassword");
        }
    }

    @Test
    void a_proxy_that_refuses_the_password_says_which_options_to_check() throws Exception {
        try (ScriptedProxy proxy = answering("HTTP/1.1 407 Who~Content-Length: 0~~")) {
            assertThat(failure(connect(through(proxy.port(), "jane"), withKey(SERVICE))))
                    .hasMessageEndingWith("check proxyAuthUsername and proxyAuthPassword")
                    .hasMessageNotContaining("pass;");
        }
    }

    @Test
    void an_answer_that_is_not_http_is_reported_as_the_proxys() throws Exception {
        try (ScriptedProxy proxy = answering("SSH-2.0-OpenSSH_9.6~~")) {
            assertThat(failure(connect(through(proxy.port(), null), withKey(SERVICE))))
                    .hasMessageContaining("the proxy 127.0.0.1:" + proxy.port())
                    .hasMessageContaining("no HTTP");
        }
    }

    @Test
    void a_proxy_that_hangs_up_is_reported_as_such() throws Exception {
        try (ScriptedProxy proxy = ScriptedProxy.hangingUp()) {
            assertThat(failure(connect(through(proxy.port(), null), withKey(SERVICE))))
                    .hasMessage("the proxy 127.0.0.1:" + proxy.port() + " closed the connection without an answer");
        }
    }

    @Test
    void a_proxys_refusal_closes_its_connection_at_once() throws Exception {
        try (ScriptedProxy proxy = answering("HTTP/1.1 403 No~Content-Length: 1000~~")) {
            transport = client(through(proxy.port(), null), loops, connecting);
            failure(transport.connect(() -> withKey(SERVICE), received));
            await().until(() -> transport.connections() == 0);
        }
    }

    @Test
    void a_proxy_of_http_1_0_opens_a_tunnel() throws Exception {
        SelfSigned certificate = SelfSigned.forLoopback();
        try (Tunnels service = Tunnels.before(emulator.port(), certificate.serverSockets());
                Tunnels proxy = Tunnels.proxy("HTTP/1.0 200 OK\r\nProxy-Agent: old\r\nConnection: close\r\n\r\n")) {
            TransportSettings settings = new TransportSettings(
                    ofSeconds(5),
                    Optional.of(certificate::trusting),
                    through(proxy.port(), null).proxy());
            open(settings, withKey(URI.create("wss://127.0.0.1:" + service.port())));
            assertThat(received.next()).contains("session_started");
            assertThat(session().header("xi-api-key")).isEqualTo(KEY);
        }
    }

    @Test
    void the_services_own_refusal_behind_a_tunnel_is_the_services() throws Exception {
        emulator.script().onConnection(1).fault(new Fault.RefuseHandshake(401));
        try (Tunnels proxy = Tunnels.proxy()) {
            assertThat(failure(connect(through(proxy.port(), null), withKey(emulator.uri()))))
                    .isInstanceOfSatisfying(
                            HandshakeException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.AUTH_ERROR));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_of_the_service_is_not_followed(int status) throws Exception {
        try (ScriptedProxy other = answering("HTTP/1.1 200 OK~~");
                ScriptedProxy service = answering("HTTP/1.1 " + status + " Go~Location: ws://127.0.0.1:" + other.port()
                        + "/~Content-Length: 0~" + "Set-Cookie: a=b~~")) {
            URI uri = URI.create("ws://127.0.0.1:" + service.port());
            assertThat(failure(connect(PLAIN, withKey(uri))))
                    .isInstanceOfSatisfying(
                            HandshakeException.class,
                            refused -> assertThat(refused.status()).isEqualTo(status));
            assertThat(failure(transport.connect(() -> withKey(uri), received))).isInstanceOf(HandshakeException.class);
            assertThat(other.received()).isEmpty();
            assertThat(service.received()).hasSize(2).noneMatch(head -> head.contains("ookie: a"));
        }
    }
}
