package io.github.camelelevenlabs.stt.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import io.github.camelelevenlabs.stt.protocol.ProtocolCodec;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transport.Transport.Link;
import java.net.URI;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent arrives, whole and in order, on every way to the service; and the thread on which a connection lives. */
class AhcSendingIT extends AhcTestBase {

    private static final int LOOPS = 3;

    private static InputAudioChunk chunk(Slice audio) {
        return new InputAudioChunk(audio, ProtocolCodec.envelope(false, 16_000, null));
    }

    private static <T> T on(SessionLoop loop, Callable<T> call) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void a_recording_arrives_in_its_order_with_pings_between(boolean tls, boolean proxied) throws Exception {
        byte[] audio = new byte[1_000_000];
        new Random(1).nextBytes(audio);
        SelfSigned certificate = SelfSigned.forLoopback();
        try (Tunnels service = Tunnels.before(emulator.port(), certificate.serverSockets());
                Tunnels proxy = Tunnels.proxy()) {
            TransportSettings settings = new TransportSettings(
                    ofSeconds(5),
                    Optional.of(certificate::trusting),
                    proxied
                            ? Optional.of(new TransportSettings.Proxy("127.0.0.1", proxy.port(), null, null))
                            : Optional.empty());
            Link link = open(settings, withKey(tls ? URI.create("wss://127.0.0.1:" + service.port()) : emulator.uri()));
            assertThat(received.next()).contains("session_started");
            Random sizes = new Random(2);
            for (int at = 0; at < audio.length; ) {
                int length = Math.min(2 * (1 + sizes.nextInt(40_000)), audio.length - at);
                link.send(chunk(new Slice(audio, at, length)));
                link.ping();
                at += length;
            }
            link.close(1000, "");
            await().atMost(ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(session().ending()).isEqualTo(RecordedSession.Ending.CLOSED_BY_CLIENT));
            assertThat(session().audio()).isEqualTo(audio);
            assertThat(received.events).doesNotContain("lost");
        }
    }

    @Test
    void a_peer_that_does_not_read_makes_the_link_unwritable_until_it_reads() throws Exception {
        try (RawWebSocketServer server = new RawWebSocketServer()) {
            Link link = open(PLAIN, withKey(server.uri()));
            InputAudioChunk second = chunk(Slice.of(new byte[96_000]));
            // The buffers of both sockets take some megabytes.
            await().atMost(ofSeconds(20)).until(() -> {
                received.becameWritable = false;
                link.send(second);
                return !link.isWritable() && remainsUnwritable(link);
            });
            server.discard();
            await().atMost(ofSeconds(20)).until(() -> received.becameWritable);
            assertThat(link.isWritable()).isTrue();
        }
    }

    private static boolean remainsUnwritable(Link link) {
        for (int i = 0; i < 50; i++) {
            if (link.isWritable()) {
                return false;
            }
            Thread.yield();
        }
        return true;
    }

    @Test
    void a_peer_that_is_gone_while_much_is_unsent_is_one_loss() throws Exception {
        InputAudioChunk second = chunk(Slice.of(new byte[96_000]));
        Link link;
        try (RawWebSocketServer server = new RawWebSocketServer()) {
            link = open(PLAIN, withKey(server.uri()));
            for (int i = 0; i < 200; i++) {
                link.send(second);
            }
        }
        assertThat(received.next()).isEqualTo("lost");
        link.send(second);
        endTransport();
        loops.close();
        assertThat(received.events).isEmpty();
    }

    // The session's loop and the channel's loop

    /** Notes the threads on which messages come. */
    private static final class Threads implements Transport.Receiver {
        final BlockingQueue<Thread> came = new LinkedBlockingQueue<>();

        @Override
        public void onText(String text) {
            came.add(Thread.currentThread());
        }

        @Override
        public void onPong() {}

        @Override
        public void onWritable() {}

        @Override
        public void onClosed(int code, String reason) {}

        @Override
        public void onLost(Throwable cause) {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"directly", "by name", "through a proxy"})
    void a_connection_lives_on_the_loop_that_asks_for_it(String how) throws Exception {
        try (EventLoops several = new EventLoops(LOOPS, threads, polling);
                Tunnels proxy = Tunnels.proxy()) {
            TransportSettings settings = new TransportSettings(
                    ofSeconds(5),
                    Optional.empty(),
                    how.equals("through a proxy")
                            ? Optional.of(new TransportSettings.Proxy("127.0.0.1", proxy.port(), null, null))
                            : Optional.empty());
            transport = client(settings, several, connecting);
            // The name may stand for several addresses, of which only the last one answers.
            URI service = how.equals("by name") ? URI.create("ws://localhost:" + emulator.port()) : emulator.uri();
            for (int i = 0; i < 2 * LOOPS; i++) {
                SessionLoop loop = several.next();
                Thread thread = on(loop, Thread::currentThread);
                Threads threads = new Threads();
                on(loop, () -> transport.connect(() -> withKey(service), threads));
                assertThat(threads.came.poll(10, TimeUnit.SECONDS)).isSameAs(thread);
            }
            endTransport();
        }
    }

    @Test
    void a_link_may_be_used_on_another_loop_than_its_own() throws Exception {
        try (EventLoops several = new EventLoops(2, threads, polling)) {
            transport = client(PLAIN, several, connecting);
            SessionLoop own = several.next();
            SessionLoop other = several.next();
            Link link = on(own, () -> transport.connect(() -> withKey(emulator.uri()), received))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            assertThat(received.next()).contains("session_started");
            byte[] audio = "0123456789".repeat(10_000).getBytes(UTF_8);
            on(other, () -> {
                for (int at = 0; at < audio.length; at += 1_000) {
                    link.send(chunk(new Slice(audio, at, 1_000)));
                }
                link.close(1000, "");
                return null;
            });
            await().untilAsserted(
                            () -> assertThat(session().ending()).isEqualTo(RecordedSession.Ending.CLOSED_BY_CLIENT));
            assertThat(session().audio()).isEqualTo(audio);
            endTransport();
        }
    }
}
