package io.github.camelelevenlabs.stt.transport;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.transport.Transport.Link;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that send faster than the client can process. */
class AhcFloodIT extends AhcTestBase {

    private static final int PONGS = 1_000_000;

    @Test
    void pongs_without_a_ping_are_ignored() throws Exception {
        try (RawWebSocketServer server = new RawWebSocketServer()) {
            open(PLAIN, withKey(server.uri()));
            server.send(RawWebSocketServer.repeated(PONGS, (byte) 0x8A, (byte) 0));
            server.send(RawWebSocketServer.text("still here"));
            assertThat(received.next()).isEqualTo("text still here");
        }
    }

    @Test
    void a_ping_is_answered_once_however_many_pongs_arrive() throws Exception {
        try (RawWebSocketServer server = new RawWebSocketServer()) {
            Link link = open(PLAIN, withKey(server.uri()));
            link.ping();
            assertThat(server.frame()).startsWith(0x89);
            server.send(RawWebSocketServer.repeated(1000, (byte) 0x8A, (byte) 0));
            assertThat(received.next()).isEqualTo("pong");
            server.send(RawWebSocketServer.text("still here"));
            assertThat(received.next()).isEqualTo("text still here");
        }
    }

    @Test
    void pings_of_a_peer_that_does_not_read_fill_no_memory() throws Exception {
        byte[] ping = new byte[2 + 125];
        ping[0] = (byte) 0x89;
        ping[1] = 125;
        byte[] pings = RawWebSocketServer.repeated(10_000, ping);
        try (RawWebSocketServer server = new RawWebSocketServer()) {
            open(PLAIN, withKey(server.uri()));
            // 250 MB of pings: without a bound, as many pongs would be queued here.
            long before = used();
            for (int i = 0; i < 200; i++) {
                server.send(pings);
            }
            server.send(RawWebSocketServer.text("still here"));
            assertThat(received.next()).isEqualTo("text still here");
            assertThat(used() - before).isLessThan(100L << 20);
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory()
                - Runtime.getRuntime().freeMemory()
                + io.netty.util.internal.PlatformDependent.usedDirectMemory();
    }

    // Behind a proxy the client reads in a different way.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_paused_connection_reads_on_when_it_is_resumed(boolean proxied) throws Exception {
        try (RawWebSocketServer server = new RawWebSocketServer();
                Tunnels proxy = Tunnels.proxy()) {
            TransportSettings through = new TransportSettings(
                    ofSeconds(5),
                    Optional.empty(),
                    Optional.of(new TransportSettings.Proxy("127.0.0.1", proxy.port(), null, null)));
            Link link = open(proxied ? through : PLAIN, withKey(server.uri()));
            for (int round = 0; round < 3; round++) {
                link.pause();
                CompletableFuture<Void> paused = new CompletableFuture<>();
                loops.group().next().execute(() -> paused.complete(null));
                paused.get(10, TimeUnit.SECONDS);
                // One read may have been in progress.
                server.send(RawWebSocketServer.text("first"));
                server.send(RawWebSocketServer.repeated(100_000, RawWebSocketServer.text("more")));
                await().during(ofSeconds(1)).atMost(ofSeconds(5)).until(() -> received.events.size() < 10_000);
                link.resume();
                await().atMost(ofSeconds(20)).until(() -> received.events.size() == 100_001);
                received.events.clear();
            }
        }
    }
}
