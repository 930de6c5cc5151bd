package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.threads.HeldLoop;
import io.github.camelelevenlabs.stt.transport.AhcTestBase;
import io.github.camelelevenlabs.stt.transport.RawWebSocketServer;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A session on a real connection whose peer sends faster than the session can process. */
class AhcFloodedSessionIT extends AhcTestBase {

    private static final int PARTIALS = 200_000;
    private static final int PONGS = 1_000_000;

    private static byte[] json(String type, String rest) {
        return RawWebSocketServer.text("{\"message_type\":\"" + type + "\"" + rest + "}");
    }

    @Test
    void a_session_with_a_busy_loop_stops_reading_a_flood_and_still_ends_normally() throws Exception {
        SessionFixture fixture = new SessionFixture();
        HeldLoop loop = new HeldLoop();
        fixture.audio.speech(ofSeconds(2)).end();
        try (RawWebSocketServer server = new RawWebSocketServer()) {
            SttSession session = fixture.begin(transport(PLAIN), loop, (format, hints) -> withKey(server.uri()));
            server.discard();
            loop.runUntil(() -> session.state() == SessionState.CONNECTING);
            connecting.submit(server::awaitUpgrade).get(10, TimeUnit.SECONDS);
            server.send(json("session_started", ",\"session_id\":\"s\",\"config\":{}"));
            loop.runUntil(() -> session.state() == SessionState.DRAINING);

            // The loop stands still now.
            AtomicLong partials = new AtomicLong();
            Future<?> flood = connecting.submit(() -> {
                server.send(RawWebSocketServer.repeated(PONGS, (byte) 0x8A, (byte) 0));
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
            assertThat(loop.maxWaiting()).isLessThan(100);

            loop.runUntil(() -> session.state().isEnd());
            flood.get(10, TimeUnit.SECONDS);
            assertThat(session.state()).isEqualTo(SessionState.CLOSED);
            assertThat(fixture.listener.texts()).containsExactly("all of it");
            assertThat(fixture.listener.partials()).hasSize(PARTIALS);
            assertThat(loop.maxWaiting()).isLessThan(100);
        }
    }
}
