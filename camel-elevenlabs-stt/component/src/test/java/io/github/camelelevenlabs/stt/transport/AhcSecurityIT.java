package io.github.camelelevenlabs.stt.transport;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import io.github.camelelevenlabs.stt.text.Reason;
import io.github.camelelevenlabs.stt.transport.Transport.Link;
import io.github.camelelevenlabs.stt.transport.Transport.Upgrade;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and tokens, proxies and TLS. */
class AhcSecurityIT extends AhcTestBase {

    @Test
    void the_key_reaches_the_service_and_no_log() throws Exception {
        try (CapturedLog log = CapturedLog.everything()) {
            Link link = open(PLAIN, withKey(emulator.uri()));
            assertThat(received.next()).contains("session_started");
            link.close(1000, "");
            assertThat(received.next()).startsWith("closed");
            assertThat(session().header("xi-api-key")).isEqualTo(KEY);
            assertThat(log.text()).contains("GET /v1/speech").doesNotContain(KEY);
        }
    }

    @Test
    void the_token_reaches_the_service_and_no_log() throws Exception {
        try (CapturedLog log = CapturedLog.everything()) {
            Link link = open(PLAIN, withToken(emulator.uri()));
            assertThat(received.next()).contains("session_started");
            link.close(1000, "");
            assertThat(received.next()).startsWith("closed");
            assertThat(session().parameter("token")).isEqualTo(TOKEN);
            assertThat(session().header("xi-api-key")).isNull();
            assertThat(log.text()).contains("GET /v1/speech").doesNotContain("sutkn_");
        }
    }

    @ParameterizedTest
    @CsvSource({"401", "500"})
    void a_refusal_puts_the_key_into_no_log_and_no_exception(int status) {
        emulator.script().onConnection(1).fault(new Fault.RefuseHandshake(status));
        try (CapturedLog log = CapturedLog.everything()) {
            Throwable refused = failure(connect(PLAIN, withKey(emulator.uri())));
            assertThat(Throwables.getStackTrace(refused)).contains("" + status).doesNotContain(KEY);
            assertThat(log.text()).contains("GET /v1/speech").doesNotContain(KEY);
        }
    }

    @Test
    void a_tunnel_through_a_proxy_puts_the_key_into_no_log() throws Exception {
        try (Tunnels proxy = Tunnels.proxy("jane", "pass");
                CapturedLog log = CapturedLog.everything()) {
            open(through(proxy, "jane", "pass"), withKey(emulator.uri()));
            assertThat(received.next()).contains("session_started");
            assertThat(log.text()).containsPattern("GET \\S*/v1/speech").doesNotContain(KEY);
        }
    }

    // Proxies and TLS

    private static TransportSettings through(Tunnels proxy, String username, String password) {
        return new TransportSettings(
                ofSeconds(5),
                Optional.empty(),
                Optional.of(new TransportSettings.Proxy("127.0.0.1", proxy.port(), username, password)));
    }

    @Test
    void goes_through_a_proxy_that_does_not_get_the_key() throws Exception {
        try (Tunnels proxy = Tunnels.proxy()) {
            open(through(proxy, null, null), withKey(emulator.uri()));
            assertThat(received.next()).contains("session_started");
            assertThat(session().header("xi-api-key")).isEqualTo(KEY);
            assertThat(proxy.heads())
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT 127.0.0.1:" + emulator.port())
                    .doesNotContain(KEY);
        }
    }

    @Test
    void goes_through_a_proxy_whose_password_the_service_does_not_get() throws Exception {
        try (Tunnels proxy = Tunnels.proxy("jane", "pass")) {
            open(through(proxy, "jane", "pass"), withToken(emulator.uri()));
            assertThat(received.next()).contains("session_started");
            assertThat(session().parameter("token")).isEqualTo(TOKEN);
            assertThat(session().header("proxy-authorization")).isNull();
            assertThat(proxy.heads()).isNotEmpty().noneMatch(head -> head.contains("sutkn_"));
        }
    }

    @Test
    void a_proxy_that_rejects_the_password_is_a_refusal() throws Exception {
        try (Tunnels proxy = Tunnels.proxy("jane", "pass")) {
            assertThat(failure(connect(through(proxy, "jane", "wrong"), withKey(emulator.uri()))))
                    .isInstanceOfSatisfying(
                            HandshakeException.class,
                            refused -> assertThat(refused.status()).isEqualTo(407));
            assertThat(emulator.sessions()).isEmpty();
        }
    }

    @Test
    void accepts_a_trusted_certificate() throws Exception {
        SelfSigned certificate = SelfSigned.forLoopback();
        try (Tunnels service = Tunnels.before(emulator.port(), certificate.serverSockets())) {
            TransportSettings trusting =
                    new TransportSettings(ofSeconds(5), Optional.of(certificate::trusting), Optional.empty());
            open(trusting, withKey(URI.create("wss://127.0.0.1:" + service.port())));
            assertThat(received.next()).contains("session_started");
            assertThat(session().header("xi-api-key")).isEqualTo(KEY);
        }
    }

    @Test
    void speaks_tls_through_a_proxy() throws Exception {
        SelfSigned certificate = SelfSigned.forLoopback();
        try (Tunnels service = Tunnels.before(emulator.port(), certificate.serverSockets());
                Tunnels proxy = Tunnels.proxy("jane", "pass")) {
            TransportSettings settings = new TransportSettings(
                    ofSeconds(5),
                    Optional.of(certificate::trusting),
                    through(proxy, "jane", "pass").proxy());
            open(settings, withToken(URI.create("https://127.0.0.1:" + service.port())));
            assertThat(received.next()).contains("session_started");
            assertThat(session().parameter("token")).isEqualTo(TOKEN);
            assertThat(proxy.heads()).isNotEmpty().noneMatch(head -> head.contains("sutkn_"));
        }
    }

    private static Upgrade behind(Tunnels service) {
        return withKey(URI.create("wss://127.0.0.1:" + service.port()));
    }

    @Test
    void without_tls_no_trusted_certificates_are_read() throws Exception {
        AtomicBoolean read = new AtomicBoolean();
        JvmTls tls = new JvmTls(jdk -> {
            read.set(true);
            return Optional.empty();
        });
        transport = new AhcTransport(PLAIN, loops, tls, connecting);
        transport
                .connect(() -> withKey(emulator.uri()), received)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(received.next()).contains("session_started");
        assertThat(read).isFalse();
    }

    @Test
    void accepts_a_certificate_that_the_jvm_trusts() throws Exception {
        SelfSigned certificate = SelfSigned.forLoopback();
        try (Tunnels service = Tunnels.before(emulator.port(), certificate.serverSockets())) {
            certificate.whileTheJvmTrusts(() -> open(PLAIN, behind(service)));
            assertThat(received.next()).contains("session_started");
            assertThat(session().header("xi-api-key")).isEqualTo(KEY);
        }
    }

    @Test
    void rejects_a_certificate_that_is_not_trusted() throws Exception {
        SelfSigned certificate = SelfSigned.forLoopback();
        try (Tunnels service = Tunnels.before(emulator.port(), certificate.serverSockets())) {
            Throwable failure = failure(connect(PLAIN, behind(service)));
            assertThat(failure).isNotInstanceOf(HandshakeException.class).hasStackTraceContaining("SSLHandshake");
            assertThat(Reason.of(failure))
                    .startsWith("PKIX path building failed: ")
                    .endsWith("unable to find valid certification path to requested target");
            assertThat(emulator.sessions()).isEmpty();
        }
    }

    @Test
    void rejects_a_trusted_certificate_of_another_host() throws Exception {
        SelfSigned certificate = SelfSigned.forHost("another.example");
        try (Tunnels service = Tunnels.before(emulator.port(), certificate.serverSockets())) {
            Throwable failure = certificate.whileTheJvmTrusts(() -> failure(connect(PLAIN, behind(service))));
            assertThat(failure).isNotInstanceOf(HandshakeException.class).hasStackTraceContaining("SSLHandshake");
            assertThat(Reason.of(failure))
                    .startsWith("No subject alternative names matching IP address 127.0.0.1 found");
            assertThat(emulator.sessions()).isEmpty();
        }
    }

    @Test
    void rejects_a_certificate_of_another_host() throws Exception {
        SelfSigned certificate = SelfSigned.forHost("another.example");
        try (Tunnels service = Tunnels.before(emulator.port(), certificate.serverSockets())) {
            TransportSettings trusting =
                    new TransportSettings(ofSeconds(5), Optional.of(certificate::trusting), Optional.empty());
            failure(connect(trusting, withKey(URI.create("wss://127.0.0.1:" + service.port()))));
            assertThat(emulator.sessions()).isEmpty();
        }
    }
}
