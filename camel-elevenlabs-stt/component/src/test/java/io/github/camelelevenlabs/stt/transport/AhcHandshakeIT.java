package io.github.camelelevenlabs.stt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.text.Reason;
import io.github.camelelevenlabs.stt.transport.Transport.Link;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are never established. */
class AhcHandshakeIT extends AhcTestBase {

    private static final TransportSettings IMPATIENT =
            new TransportSettings(Duration.ofSeconds(1), Optional.empty(), Optional.empty());

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 407, 429, 500, 503})
    void a_refused_handshake_reports_its_status(int status) {
        emulator.script().onConnection(1).fault(new Fault.RefuseHandshake(status));
        assertThat(failure(connect(PLAIN, withKey(emulator.uri()))))
                .isInstanceOfSatisfying(
                        HandshakeException.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
        assertThat(received.events).isEmpty();
        assertThat(emulator.sessions()).as("tries").hasSize(1);
    }

    @Test
    void a_closed_port_is_a_connect_exception() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(failure(connect(PLAIN, withKey(URI.create("ws://127.0.0.1:" + port)))))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void a_host_name_is_looked_up_where_connections_are_made_and_not_on_an_event_loop() {
        // On the calling thread: when connect returns, the lookup has ended.
        CompletableFuture<Link> link = connect(PLAIN, Runnable::run, withKey(URI.create("ws://no-such-host.invalid")));
        assertThat(link).isCompletedExceptionally();
        assertThat(failure(link)).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void a_slow_credential_delays_no_other_connection() throws Exception {
        transport = client(PLAIN, loops, connecting);
        CountDownLatch fetched = new CountDownLatch(1);
        CompletableFuture<Link> slow = transport
                .connect(
                        () -> {
                            fetched.await();
                            return withToken(emulator.uri());
                        },
                        new ReceivedEvents())
                .toCompletableFuture();
        transport
                .connect(() -> withKey(emulator.uri()), received)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(slow).isNotDone();
        fetched.countDown();
        slow.get(10, TimeUnit.SECONDS);
    }

    static Stream<Throwable> failuresOfABean() {
        return Stream.of(
                new IllegalStateException("no token"),
                new StackOverflowError("in the bean"),
                new AssertionError("never happens"));
    }

    @ParameterizedTest
    @MethodSource("failuresOfABean")
    void a_credential_that_cannot_be_supplied_fails_the_attempt(Throwable broken) {
        transport = client(PLAIN, loops, connecting);
        assertThat(failure(transport.connect(
                        () -> {
                            if (broken instanceof Error error) {
                                throw error;
                            }
                            throw (Exception) broken;
                        },
                        received)))
                .isSameAs(broken);
    }

    @Test
    void an_attempt_cancelled_before_its_credential_arrives_makes_no_connection() throws Exception {
        List<Runnable> waiting = new ArrayList<>();
        transport = client(PLAIN, loops, waiting::add);
        List<CompletableFuture<Link>> opening = new ArrayList<>();
        opening.add(transport
                .connect(
                        () -> {
                            opening.get(0).cancel(false);
                            return withKey(emulator.uri());
                        },
                        received)
                .toCompletableFuture());
        waiting.forEach(Runnable::run);
        assertThat(transport.connections()).isZero();
    }

    private void giveUp(RawWebSocketServer server) {
        CompletableFuture<Link> opening = connect(PLAIN, withKey(server.uri()));
        server.awaitUpgrade();
        opening.cancel(false);
    }

    @Test
    void a_cancelled_attempt_is_closed_when_the_service_answers() throws Exception {
        try (RawWebSocketServer server = RawWebSocketServer.answeringLate()) {
            giveUp(server);
            server.answer();
            assertThat(server.frame()).containsExactly(0x88, 1000 >> 8, 1000 & 0xFF);
            assertThat(server.isEnded()).isTrue();
        }
    }

    @Test
    void a_closed_client_still_closes_the_last_cancelled_attempt() throws Exception {
        try (RawWebSocketServer server = RawWebSocketServer.answeringLate()) {
            giveUp(server);
            Future<?> closing = connecting.submit(() -> {
                endTransport();
                return null;
            });
            server.answer();
            assertThat(server.frame()).startsWith(0x88);
            closing.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_cancelled_attempt_closes_its_socket_even_without_an_answer() throws Exception {
        try (RawWebSocketServer server = RawWebSocketServer.answeringLate()) {
            giveUp(server);
            assertThat(server.isEnded()).isTrue();
        }
    }

    @Test
    void an_answer_that_is_no_websocket_is_a_failure() throws Exception {
        try (Tunnels http = Tunnels.proxy()) {
            assertThat(failure(connect(PLAIN, withKey(URI.create("ws://127.0.0.1:" + http.port())))))
                    .isInstanceOfSatisfying(
                            HandshakeException.class,
                            refused -> assertThat(refused.status()).isEqualTo(405));
        }
    }

    private String reason(URI service) {
        return Reason.of(failure(connect(IMPATIENT, withKey(service))));
    }

    @Test
    void a_host_that_dns_does_not_know_is_reported_as_such() {
        assertThat(reason(URI.create("wss://no-such-host.invalid"))).startsWith("unknown host no-such-host.invalid");
    }

    @Test
    void a_port_without_tls_is_reported_as_such() throws Exception {
        assertThat(reason(URI.create("wss://127.0.0.1:" + emulator.port()))).contains("TLS");
        try (ScriptedProxy other = ScriptedProxy.atOnce("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            assertThat(reason(URI.create("wss://127.0.0.1:" + other.port())))
                    .isEqualTo("what answers there does not speak TLS");
        }
    }

    @Test
    void a_port_that_hangs_up_on_tls_is_reported_as_such() throws Exception {
        try (ScriptedProxy other = ScriptedProxy.atOnce("")) {
            assertThat(reason(URI.create("wss://127.0.0.1:" + other.port()))).contains("TLS handshake");
        }
    }

    @Test
    void a_port_that_says_nothing_to_tls_is_reported_as_such() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(reason(URI.create("wss://127.0.0.1:" + silent.getLocalPort())))
                    .contains("handshake timed out");
        }
    }

    @Test
    void a_closed_port_is_reported_as_such() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(reason(URI.create("wss://127.0.0.1:" + port)))
                .startsWith("Connection refused")
                .contains("127.0.0.1:" + port);
    }
}
