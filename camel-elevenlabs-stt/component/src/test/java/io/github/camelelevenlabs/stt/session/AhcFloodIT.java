package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.session.Transport.Link;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that speak faster than anybody can listen. */
class AhcFloodIT extends AhcTestBase {

    private static final int PARTIALS = 200_000;
    private static final int PONGS = 1_000_000;

    private static byte[] repeated(int count, byte... frame) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(count * frame.length);
        for (int i = 0; i < count; i++) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    private static byte[] json(String type, String rest) {
        return RawWebSocketServer.text("{\"message_type\":\"" + type + "\"" + rest + "}");
    }

    @Test
    void pongs_that_nobody_asked_for_count_for_nothing() throws Exception {
        try (RawWebSocketServer server = new RawWebSocketServer()) {
            open(PLAIN, withKey(server.uri()));
            server.send(repeated(PONGS, (byte) 0x8A, (byte) 0));
            server.send(RawWebSocketServer.text("still here"));
            assertThat(heard.next()).isEqualTo("text still here");
        }
    }

    @Test
    void a_ping_has_one_answer_however_many_come() throws Exception {
        try (RawWebSocketServer server = new RawWebSocketServer()) {
            Link link = open(PLAIN, withKey(server.uri()));
            link.ping();
            assertThat(server.frame()).startsWith(0x89);
            server.send(repeated(1000, (byte) 0x8A, (byte) 0));
            assertThat(heard.next()).isEqualTo("pong");
            server.send(RawWebSocketServer.text("still here"));
            assertThat(heard.next()).isEqualTo("text still here");
        }
    }

    @Test
    void pings_of_one_that_does_not_read_fill_no_memory() throws Exception {
        byte[] ping = new byte[2 + 125];
        ping[0] = (byte) 0x89;
        ping[1] = 125;
        byte[] pings = repeated(10_000, ping);
        try (RawWebSocketServer server = new RawWebSocketServer()) {
            open(PLAIN, withKey(server.uri()));
            // 250 MB of them: without a bound, as much of answers would wait here.
            long before = used();
            for (int i = 0; i < 200; i++) {
                server.send(pings);
            }
            server.send(RawWebSocketServer.text("still here"));
            assertThat(heard.next()).isEqualTo("text still here");
            assertThat(used() - before).isLessThan(100L << 20);
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory()
                - Runtime.getRuntime().freeMemory()
                + io.netty.util.internal.PlatformDependent.usedDirectMemory();
    }

    @Test
    void a_session_whose_loop_is_busy_lets_a_flood_wait_outside_and_still_ends_well() throws Exception {
        SessionFixture fixture = new SessionFixture();
        HeldLoop loop = new HeldLoop();
        transport = new AhcTransport(PLAIN, loops, connecting);
        fixture.audio.speech(ofSeconds(2)).end();
        try (RawWebSocketServer server = new RawWebSocketServer()) {
            SttSession session = fixture.begin(transport, loop, format -> withKey(server.uri()));
            server.discard();
            loop.runUntil(() -> session.state() == SessionState.CONNECTING);
            connecting.submit(server::awaitUpgrade).get(10, TimeUnit.SECONDS);
            server.send(json("session_started", ",\"session_id\":\"s\",\"config\":{}"));
            loop.runUntil(() -> session.state() == SessionState.DRAINING);

            // Nobody runs the loop now.
            AtomicLong partials = new AtomicLong();
            Future<?> flood = connecting.submit(() -> {
                server.send(repeated(PONGS, (byte) 0x8A, (byte) 0));
                for (int i = 0; i < PARTIALS; i++) {
                    server.send(json("partial_transcript", ",\"text\":\"" + "word ".repeat(20) + i + "\""));
                    partials.incrementAndGet();
                }
                server.send(json("committed_transcript", ",\"text\":\"all of it\""));
                return null;
            });
            AtomicLong seen = new AtomicLong(-1);
            await().pollDelay(ofSeconds(1))
                    .pollInterval(ofSeconds(1))
                    .atMost(ofSeconds(30))
                    .until(() -> seen.getAndSet(partials.get()) == partials.get());
            assertThat(flood).as("the service has to wait").isNotDone();
            assertThat(loop.mostWaiting()).isLessThan(100);

            loop.runUntil(() -> session.state().isEnd());
            flood.get(10, TimeUnit.SECONDS);
            assertThat(session.state()).isEqualTo(SessionState.CLOSED);
            assertThat(fixture.listener.texts()).containsExactly("all of it");
            assertThat(fixture.listener.partials()).hasSize(PARTIALS);
            assertThat(loop.mostWaiting()).isLessThan(100);
        }
    }

    // Behind a proxy the client reads in another way.
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
                // One read may have been under way.
                server.send(RawWebSocketServer.text("first"));
                server.send(repeated(100_000, RawWebSocketServer.text("more")));
                await().during(ofSeconds(1)).atMost(ofSeconds(5)).until(() -> heard.events.size() < 10_000);
                link.resume();
                await().atMost(ofSeconds(20)).until(() -> heard.events.size() == 100_001);
                heard.events.clear();
            }
        }
    }
}
