package io.github.camelelevenlabs.stt.transport;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.transport.Transport.Link;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Closing a transport ends all connection attempts, at every stage. */
class AhcStopIT extends AhcTestBase {

    /** Accepts connections and sends nothing. */
    private static ServerSocket silent() throws Exception {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private void closeLeavesNothing(CompletableFuture<Link> opening) throws Exception {
        assertThat(transport.connections()).isPositive();
        endTransport();
        assertThat(transport.connections()).isZero();
        assertThat(failure(opening)).isNotNull();
    }

    @Test
    void a_stop_while_tcp_connects_leaves_no_socket() throws Exception {
        List<Socket> queued = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // The next connection waits for an answer to its first packet.
            for (int i = 0; i < 2; i++) {
                queued.add(new Socket(full.getInetAddress(), full.getLocalPort()));
            }
            CompletableFuture<Link> opening =
                    connect(PLAIN, withKey(URI.create("ws://127.0.0.1:" + full.getLocalPort())));
            await().until(() -> transport.connections() == 1);
            closeLeavesNothing(opening);
        } finally {
            for (Socket socket : queued) {
                socket.close();
            }
        }
    }

    @Test
    void a_stop_during_the_tls_handshake_leaves_no_socket() throws Exception {
        try (ServerSocket server = silent()) {
            CompletableFuture<Link> opening =
                    connect(PLAIN, withKey(URI.create("wss://127.0.0.1:" + server.getLocalPort())));
            try (Socket socket = server.accept()) {
                assertThat(socket.getInputStream().read()).as("a TLS handshake").isEqualTo(0x16);
                closeLeavesNothing(opening);
            }
        }
    }

    @Test
    void a_stop_during_a_proxy_request_leaves_no_socket() throws Exception {
        try (ServerSocket server = silent()) {
            TransportSettings through = new TransportSettings(
                    ofSeconds(5),
                    Optional.empty(),
                    Optional.of(new TransportSettings.Proxy("127.0.0.1", server.getLocalPort(), null, null)));
            CompletableFuture<Link> opening = connect(through, withKey(URI.create("wss://service.invalid")));
            try (Socket socket = server.accept()) {
                assertThat(RawWebSocketServer.head(socket.getInputStream())).startsWith("CONNECT");
                closeLeavesNothing(opening);
                assertThat(socket.getInputStream().read()).isNegative();
            }
        }
    }

    @Test
    void a_stop_during_the_upgrade_leaves_no_socket() throws Exception {
        try (RawWebSocketServer server = RawWebSocketServer.answeringLate()) {
            CompletableFuture<Link> opening = connect(PLAIN, withKey(server.uri()));
            server.awaitUpgrade();
            closeLeavesNothing(opening);
            assertThat(server.isEnded()).isTrue();
        }
    }

    @Test
    void a_stop_before_the_credential_arrives_leaves_no_socket() throws Exception {
        try (ServerSocket server = silent()) {
            CountDownLatch fetching = new CountDownLatch(1);
            CountDownLatch fetched = new CountDownLatch(1);
            transport = client(PLAIN, loops, connecting);
            CompletableFuture<Link> opening = transport
                    .connect(
                            () -> {
                                fetching.countDown();
                                fetched.await();
                                return withKey(URI.create("ws://127.0.0.1:" + server.getLocalPort()));
                            },
                            received)
                    .toCompletableFuture();
            assertThat(fetching.await(10, TimeUnit.SECONDS)).isTrue();
            endTransport();
            fetched.countDown();
            assertThat(failure(opening))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("stopped");
            assertThat(transport.connections()).isZero();
        }
    }

    @Test
    void a_stop_before_an_attempt_has_a_thread_leaves_no_socket() throws Exception {
        List<Runnable> waiting = new ArrayList<>();
        CompletableFuture<Link> opening = connect(PLAIN, waiting::add, withKey(emulator.uri()));
        endTransport();
        waiting.forEach(Runnable::run);
        assertThat(failure(opening)).isInstanceOf(IllegalStateException.class).hasMessageContaining("stopped");
    }

    @Test
    void a_hundred_thousand_ended_attempts_do_not_delay_the_stop() throws Exception {
        OpenChannels channels = new OpenChannels(loops.group().next());
        for (int i = 0; i < 100_000; i++) {
            EmbeddedChannel channel = new EmbeddedChannel();
            channels.add(channel);
            channels.leave(channel);
            channel.close();
        }
        assertThat(channels.size()).isZero();
        channels.end(() -> {}).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_channel_created_after_the_stop_is_closed_at_once() throws Exception {
        OpenChannels channels = new OpenChannels(loops.group().next());
        channels.end(() -> {}).toCompletableFuture().get(10, TimeUnit.SECONDS);
        EmbeddedChannel late = new EmbeddedChannel();
        channels.add(late);
        assertThat(late.isOpen()).isFalse();
    }
}
