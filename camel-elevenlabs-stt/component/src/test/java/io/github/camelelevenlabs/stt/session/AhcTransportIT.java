package io.github.camelelevenlabs.stt.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import io.github.camelelevenlabs.stt.protocol.ProtocolCodec;
import io.github.camelelevenlabs.stt.protocol.RealtimeUri;
import io.github.camelelevenlabs.stt.session.Transport.Link;
import io.github.camelelevenlabs.stt.session.Transport.Upgrade;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AhcTransportIT {

    private static final String KEY = "sk_4d1e7f";
    private static final String TOKEN = "sutkn_+9c/2b=";
    private static final TransportSettings PLAIN =
            new TransportSettings(ofSeconds(5), Optional.empty(), Optional.empty());

    private static final SttEmulator EMULATOR =
            SttEmulator.builder().behaviour(Behaviour.prompt()).start();

    private final ThreadFactory threads = new DefaultThreadFactory("transport-test", true);
    private final EventLoops loops = new EventLoops(1, threads);
    private final ExecutorService connecting = Executors.newCachedThreadPool(threads);
    private final Heard heard = new Heard();
    private AhcTransport transport;

    /** What a connection says, in order. */
    private static final class Heard implements Transport.Receiver {
        private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

        @Override
        public void onText(String text) {
            events.add("text " + text);
        }

        @Override
        public void onPong() {
            events.add("pong");
        }

        @Override
        public void onClosed(int code, String reason) {
            events.add("closed " + code + " " + reason);
        }

        @Override
        public void onLost(Throwable cause) {
            events.add("lost");
        }

        String next() throws InterruptedException {
            String event = events.poll(10, TimeUnit.SECONDS);
            return event == null ? "nothing" : event;
        }
    }

    @BeforeEach
    void reset() {
        EMULATOR.reset();
    }

    @AfterEach
    void close() throws IOException {
        if (transport != null) {
            transport.close();
        }
        loops.close();
        connecting.shutdownNow();
    }

    @AfterAll
    static void stop() {
        EMULATOR.stop();
    }

    private static Upgrade withKey(URI base) {
        return new Upgrade(address(base), Map.of(), Map.of("xi-api-key", KEY));
    }

    private static Upgrade withToken(URI base) {
        return new Upgrade(address(base), Map.of("token", TOKEN), Map.of());
    }

    private static URI address(URI base) {
        return RealtimeUri.of(base.toString())
                .with("audio_format", "pcm_16000")
                .with("keyterms", "R&D a+b")
                .toUri();
    }

    private CompletableFuture<Link> connect(TransportSettings settings, Upgrade upgrade) {
        return connect(settings, connecting, upgrade);
    }

    private CompletableFuture<Link> connect(TransportSettings settings, Executor executor, Upgrade upgrade) {
        transport = new AhcTransport(settings, loops, threads, executor);
        return transport.connect(() -> upgrade, heard).toCompletableFuture();
    }

    private Link open(TransportSettings settings, Upgrade upgrade) throws Exception {
        return connect(settings, upgrade).get(10, TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletionStage<?> stage) {
        Throwable failure = catchThrowable(() -> stage.toCompletableFuture().get(10, TimeUnit.SECONDS));
        assertThat(failure).isInstanceOf(ExecutionException.class);
        return failure.getCause() instanceof CompletionException wrapped ? wrapped.getCause() : failure.getCause();
    }

    private static RecordedSession session() {
        return EMULATOR.sessions().get(0);
    }

    // Talking

    @Test
    void connects_talks_and_closes() throws Exception {
        Link link = open(PLAIN, withKey(EMULATOR.uri()));
        assertThat(heard.next()).contains("session_started");
        byte[] audio = {1, 2, 3, 4};
        link.send(ProtocolCodec.encode(new InputAudioChunk(Slice.of(audio), false, 16_000, null)))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        await().untilAsserted(() -> assertThat(session().audio()).isEqualTo(audio));
        assertThat(session().parameters().get("keyterms")).containsExactly("R&D a+b");
        link.close(1000, "");
        assertThat(heard.next()).isEqualTo("closed 1000 ");
        assertThat(session().ending()).isEqualTo(RecordedSession.Ending.CLOSED_BY_CLIENT);
    }

    @Test
    void an_abort_closes_the_socket_at_once() throws Exception {
        Link link = open(PLAIN, withKey(EMULATOR.uri()));
        link.abort();
        await().untilAsserted(() -> assertThat(session().ending()).isEqualTo(RecordedSession.Ending.LOST));
    }

    @Test
    void what_is_sent_after_the_end_fails() throws Exception {
        Link link = open(PLAIN, withKey(EMULATOR.uri()));
        link.abort();
        await().until(() -> session().ending() == RecordedSession.Ending.LOST);
        assertThat(failure(link.send("{}".getBytes(UTF_8)))).isInstanceOf(IOException.class);
    }

    @Test
    void the_services_close_frame_is_heard() throws Exception {
        EMULATOR.script().onConnection(1).onceStarted().fault(new Fault.CloseWith(1012, "restart"));
        open(PLAIN, withKey(EMULATOR.uri()));
        assertThat(heard.next()).contains("session_started");
        assertThat(heard.next()).isEqualTo("closed 1012 restart");
    }

    @Test
    void a_reset_is_a_loss_and_is_told_once() throws Exception {
        EMULATOR.script().onConnection(1).onceStarted().fault(new Fault.DropConnection());
        open(PLAIN, withKey(EMULATOR.uri()));
        assertThat(heard.next()).contains("session_started");
        assertThat(heard.next()).isEqualTo("lost");
        // All channels are closed and have said so when their client is.
        transport.close();
        loops.close();
        assertThat(heard.events).isEmpty();
    }

    @Test
    void an_end_without_a_close_frame_is_a_loss() throws Exception {
        EMULATOR.script().onConnection(1).onceStarted().fault(new Fault.HangUp());
        open(PLAIN, withKey(EMULATOR.uri()));
        assertThat(heard.next()).contains("session_started");
        assertThat(heard.next()).isEqualTo("lost");
    }

    @Test
    void a_close_frame_without_a_code_is_1005() throws Exception {
        try (RawWebSocketServer server = new RawWebSocketServer((byte) 0x88, (byte) 0)) {
            open(PLAIN, withKey(server.uri()));
            assertThat(heard.next()).isEqualTo("closed 1005 ");
        }
    }

    @Test
    void a_ping_is_answered_with_what_it_holds() throws Exception {
        try (RawWebSocketServer server = new RawWebSocketServer((byte) 0x89, (byte) 2, (byte) 'h', (byte) 'i')) {
            open(PLAIN, withKey(server.uri()));
            assertThat(server.frame()).containsExactly(0x8A, 'h', 'i');
        }
    }

    @Test
    void a_message_in_pieces_is_one_message() throws Exception {
        try (RawWebSocketServer server = new RawWebSocketServer(
                (byte) 0x01, (byte) 1, (byte) '{', (byte) 0x00, (byte) 1, (byte) ' ', (byte) 0x80, (byte) 1, (byte)
                        '}')) {
            open(PLAIN, withKey(server.uri()));
            assertThat(heard.next()).isEqualTo("text { }");
        }
    }

    @Test
    void what_is_no_frame_is_a_loss_and_is_told_once() throws Exception {
        try (RawWebSocketServer server = new RawWebSocketServer()) {
            open(PLAIN, withKey(server.uri()));
            server.send((byte) 0x83, (byte) 0);
            assertThat(heard.next()).isEqualTo("lost");
            transport.close();
            loops.close();
            assertThat(heard.events).isEmpty();
        }
    }

    // Not connecting

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 407, 429, 500, 503})
    void a_refused_handshake_says_its_status(int status) {
        EMULATOR.script().onConnection(1).fault(new Fault.RefuseHandshake(status));
        assertThat(failure(connect(PLAIN, withKey(EMULATOR.uri()))))
                .isInstanceOfSatisfying(
                        HandshakeException.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
        assertThat(heard.events).isEmpty();
        assertThat(EMULATOR.sessions()).as("tries").hasSize(1);
    }

    @Test
    void nobody_listening_is_a_connect_exception() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(failure(connect(PLAIN, withKey(URI.create("ws://127.0.0.1:" + port)))))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void a_host_name_is_looked_up_where_connections_are_made_and_not_on_an_event_loop() {
        // On this very thread: when connect returns, the lookup is over.
        CompletableFuture<Link> link = connect(PLAIN, Runnable::run, withKey(URI.create("ws://no-such-host.invalid")));
        assertThat(link).isCompletedExceptionally();
        assertThat(failure(link)).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void a_credential_that_is_slow_to_come_holds_up_nobody_else() throws Exception {
        transport = new AhcTransport(PLAIN, loops, threads, connecting);
        CountDownLatch fetched = new CountDownLatch(1);
        CompletableFuture<Link> slow = transport
                .connect(
                        () -> {
                            fetched.await();
                            return withToken(EMULATOR.uri());
                        },
                        new Heard())
                .toCompletableFuture();
        transport
                .connect(() -> withKey(EMULATOR.uri()), heard)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(slow).isNotDone();
        fetched.countDown();
        slow.get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_credential_that_cannot_be_had_is_the_failure() {
        transport = new AhcTransport(PLAIN, loops, threads, connecting);
        IllegalStateException broken = new IllegalStateException("no token");
        assertThat(failure(transport.connect(
                        () -> {
                            throw broken;
                        },
                        heard)))
                .isSameAs(broken);
    }

    @Test
    void an_attempt_that_is_given_up_closes_its_socket() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("ws://127.0.0.1:" + mute.getLocalPort());
            CompletableFuture<Link> opening = connect(PLAIN, withKey(address));
            try (Socket accepted = mute.accept()) {
                accepted.setSoTimeout(10_000);
                RawWebSocketServer.head(accepted.getInputStream());
                opening.cancel(false);
                assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void what_answers_and_is_no_websocket_is_a_failure() throws Exception {
        try (Tunnels http = Tunnels.proxy()) {
            assertThat(failure(connect(PLAIN, withKey(URI.create("ws://127.0.0.1:" + http.port())))))
                    .isInstanceOfSatisfying(
                            HandshakeException.class,
                            refused -> assertThat(refused.status()).isEqualTo(405));
        }
    }

    // Secrets

    @Test
    void the_key_reaches_the_service_and_no_log() throws Exception {
        try (CapturedLog log = CapturedLog.everything()) {
            Link link = open(PLAIN, withKey(EMULATOR.uri()));
            assertThat(heard.next()).contains("session_started");
            link.close(1000, "");
            assertThat(heard.next()).startsWith("closed");
            assertThat(session().header("xi-api-key")).isEqualTo(KEY);
            assertThat(log.text()).contains("GET /v1/speech").doesNotContain(KEY);
        }
    }

    @Test
    void the_token_reaches_the_service_and_no_log() throws Exception {
        try (CapturedLog log = CapturedLog.everything()) {
            Link link = open(PLAIN, withToken(EMULATOR.uri()));
            assertThat(heard.next()).contains("session_started");
            link.close(1000, "");
            assertThat(heard.next()).startsWith("closed");
            assertThat(session().parameter("token")).isEqualTo(TOKEN);
            assertThat(session().header("xi-api-key")).isNull();
            assertThat(log.text()).contains("GET /v1/speech").doesNotContain("sutkn_");
        }
    }

    @ParameterizedTest
    @CsvSource({"401", "500"})
    void a_refusal_puts_the_key_into_no_log_and_no_exception(int status) {
        EMULATOR.script().onConnection(1).fault(new Fault.RefuseHandshake(status));
        try (CapturedLog log = CapturedLog.everything()) {
            Throwable refused = failure(connect(PLAIN, withKey(EMULATOR.uri())));
            assertThat(Throwables.getStackTrace(refused)).contains("" + status).doesNotContain(KEY);
            assertThat(log.text()).contains("GET /v1/speech").doesNotContain(KEY);
        }
    }

    @Test
    void a_tunnel_through_a_proxy_puts_the_key_into_no_log() throws Exception {
        try (Tunnels proxy = Tunnels.proxy("jane", "pass");
                CapturedLog log = CapturedLog.everything()) {
            open(through(proxy, "jane", "pass"), withKey(EMULATOR.uri()));
            assertThat(heard.next()).contains("session_started");
            assertThat(log.text()).contains("GET /v1/speech").doesNotContain(KEY);
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
    void goes_through_a_proxy_which_is_not_told_the_key() throws Exception {
        try (Tunnels proxy = Tunnels.proxy()) {
            open(through(proxy, null, null), withKey(EMULATOR.uri()));
            assertThat(heard.next()).contains("session_started");
            assertThat(session().header("xi-api-key")).isEqualTo(KEY);
            assertThat(proxy.heads())
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT 127.0.0.1:" + EMULATOR.port())
                    .doesNotContain(KEY);
        }
    }

    @Test
    void goes_through_a_proxy_that_asks_for_a_password_which_the_service_is_not_told() throws Exception {
        try (Tunnels proxy = Tunnels.proxy("jane", "pass")) {
            open(through(proxy, "jane", "pass"), withToken(EMULATOR.uri()));
            assertThat(heard.next()).contains("session_started");
            assertThat(session().parameter("token")).isEqualTo(TOKEN);
            assertThat(session().header("proxy-authorization")).isNull();
            assertThat(proxy.heads()).isNotEmpty().noneMatch(head -> head.contains("sutkn_"));
        }
    }

    @Test
    void a_proxy_that_does_not_like_the_password_is_a_refusal() throws Exception {
        try (Tunnels proxy = Tunnels.proxy("jane", "pass")) {
            assertThat(failure(connect(through(proxy, "jane", "wrong"), withKey(EMULATOR.uri()))))
                    .isInstanceOfSatisfying(
                            HandshakeException.class,
                            refused -> assertThat(refused.status()).isEqualTo(407));
            assertThat(EMULATOR.sessions()).isEmpty();
        }
    }

    @Test
    void speaks_tls_to_those_it_trusts() throws Exception {
        SelfSigned certificate = SelfSigned.forLoopback();
        try (Tunnels service = Tunnels.before(EMULATOR.port(), certificate.serverSockets())) {
            TransportSettings trusting =
                    new TransportSettings(ofSeconds(5), Optional.of(certificate.trusting()), Optional.empty());
            open(trusting, withKey(URI.create("wss://127.0.0.1:" + service.port())));
            assertThat(heard.next()).contains("session_started");
            assertThat(session().header("xi-api-key")).isEqualTo(KEY);
        }
    }

    @Test
    void speaks_tls_through_a_proxy() throws Exception {
        SelfSigned certificate = SelfSigned.forLoopback();
        try (Tunnels service = Tunnels.before(EMULATOR.port(), certificate.serverSockets());
                Tunnels proxy = Tunnels.proxy("jane", "pass")) {
            TransportSettings settings = new TransportSettings(
                    ofSeconds(5),
                    Optional.of(certificate.trusting()),
                    through(proxy, "jane", "pass").proxy());
            open(settings, withToken(URI.create("https://127.0.0.1:" + service.port())));
            assertThat(heard.next()).contains("session_started");
            assertThat(session().parameter("token")).isEqualTo(TOKEN);
            assertThat(proxy.heads()).isNotEmpty().noneMatch(head -> head.contains("sutkn_"));
        }
    }

    @Test
    void does_not_speak_to_a_certificate_that_nobody_vouches_for() throws Exception {
        SelfSigned certificate = SelfSigned.forLoopback();
        try (Tunnels service = Tunnels.before(EMULATOR.port(), certificate.serverSockets())) {
            Throwable failure = failure(connect(PLAIN, withKey(URI.create("wss://127.0.0.1:" + service.port()))));
            assertThat(failure).isNotInstanceOf(HandshakeException.class).hasStackTraceContaining("SSLHandshake");
            assertThat(EMULATOR.sessions()).isEmpty();
        }
    }

    @Test
    void does_not_speak_to_a_certificate_of_another_host() throws Exception {
        SelfSigned certificate = SelfSigned.forHost("another.example");
        try (Tunnels service = Tunnels.before(EMULATOR.port(), certificate.serverSockets())) {
            TransportSettings trusting =
                    new TransportSettings(ofSeconds(5), Optional.of(certificate.trusting()), Optional.empty());
            failure(connect(trusting, withKey(URI.create("wss://127.0.0.1:" + service.port()))));
            assertThat(EMULATOR.sessions()).isEmpty();
        }
    }

    @Test
    void a_client_that_is_closed_ends_its_connections() throws Exception {
        open(PLAIN, withKey(EMULATOR.uri()));
        transport.close();
        await().atMost(ofSeconds(5))
                .pollInterval(ofMillis(20))
                .untilAsserted(
                        () -> assertThat(List.of(RecordedSession.Ending.LOST, RecordedSession.Ending.CLOSED_BY_CLIENT))
                                .contains(session().ending()));
    }
}
