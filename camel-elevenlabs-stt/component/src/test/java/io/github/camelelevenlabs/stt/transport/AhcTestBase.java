package io.github.camelelevenlabs.stt.transport;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.protocol.RealtimeUri;
import io.github.camelelevenlabs.stt.transport.Transport.Link;
import io.github.camelelevenlabs.stt.transport.Transport.Upgrade;
import io.netty.handler.ssl.OpenSsl;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Connections of {@link AhcTransport} to an emulator, and the events on them: with NIO and the JDK's TLS, and with the native transport and
 * the native TLS where there are these.
 */
@ParameterizedClass
@EnumSource(EventLoops.Polling.class)
public abstract class AhcTestBase {

    static final String KEY = "sk_4d1e7f";
    static final String TOKEN = "sutkn_+9c/2b=";
    protected static final TransportSettings PLAIN =
            new TransportSettings(ofSeconds(5), Optional.empty(), Optional.empty());

    static SttEmulator emulator;

    final ThreadFactory threads = new DefaultThreadFactory("transport-test", true);

    @Parameter
    EventLoops.Polling polling;

    EventLoops loops;
    protected final ExecutorService connecting = Executors.newCachedThreadPool(threads);
    final ReceivedEvents received = new ReceivedEvents();
    AhcTransport transport;

    /** The events of a connection, in order; those about room in the socket come at any time and are kept apart. */
    static final class ReceivedEvents implements Transport.Receiver {
        final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
        volatile boolean becameWritable;

        @Override
        public void onText(String text) {
            events.add("text " + text);
        }

        @Override
        public void onPong() {
            events.add("pong");
        }

        @Override
        public void onWritable() {
            becameWritable = true;
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

    @BeforeAll
    static void start() {
        emulator = SttEmulator.builder().behaviour(Behaviour.prompt()).start();
    }

    @BeforeEach
    void reset() {
        assumeThat(polling.unavailable()).isNull();
        assumeThat(polling == EventLoops.Polling.NIO || OpenSsl.isAvailable()).isTrue();
        loops = new EventLoops(1, threads, polling);
        emulator.reset();
    }

    @AfterEach
    void close() throws Exception {
        if (transport != null) {
            endTransport();
        }
        if (loops != null) {
            loops.close();
        }
        connecting.shutdownNow();
    }

    @AfterAll
    static void stop() {
        emulator.stop();
    }

    protected static Upgrade withKey(URI base) {
        return new Upgrade(address(base), Map.of(), Map.of("xi-api-key", KEY));
    }

    static Upgrade withToken(URI base) {
        return new Upgrade(address(base), Map.of("token", TOKEN), Map.of());
    }

    static URI address(URI base) {
        return RealtimeUri.of(base.toString())
                .with("audio_format", "pcm_16000")
                .with("keyterms", "R&D a+b")
                .toUri();
    }

    CompletableFuture<Link> connect(TransportSettings settings, Upgrade upgrade) {
        return connect(settings, connecting, upgrade);
    }

    /** With the TLS that is tested together with this way of waiting for sockets. */
    AhcTransport client(TransportSettings settings, EventLoops itsLoops, Executor executor) {
        return new AhcTransport(settings, itsLoops, new JvmTls(this::openSsl), executor);
    }

    private Optional<VerifyingEngines> openSsl(SSLContext jdk) {
        return polling == EventLoops.Polling.NIO ? Optional.empty() : OpenSslEngines.find(jdk);
    }

    /** A transport that is closed after the test. */
    protected Transport transport(TransportSettings settings) {
        transport = client(settings, loops, connecting);
        return transport;
    }

    CompletableFuture<Link> connect(TransportSettings settings, Executor executor, Upgrade upgrade) {
        transport = client(settings, loops, executor);
        return transport.connect(() -> upgrade, received).toCompletableFuture();
    }

    /** Ends all connections, and waits until they are closed. */
    void endTransport() throws Exception {
        transport.end().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    Link open(TransportSettings settings, Upgrade upgrade) throws Exception {
        return connect(settings, upgrade).get(10, TimeUnit.SECONDS);
    }

    static Throwable failure(CompletionStage<?> stage) {
        Throwable failure = catchThrowable(() -> stage.toCompletableFuture().get(10, TimeUnit.SECONDS));
        assertThat(failure).isInstanceOf(ExecutionException.class);
        return failure.getCause() instanceof CompletionException wrapped ? wrapped.getCause() : failure.getCause();
    }

    static RecordedSession session() {
        return emulator.sessions().get(0);
    }
}
