package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_POSITION;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.COMMIT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_ID;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.repository.InMemorySessionRepository;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.junit.jupiter.api.AfterEach;

/** Calls whose streams are kept in a session repository, and processes, here CamelContexts, that transcribe them. */
abstract class KeptStreamSupport extends SttRouteSupport {

    static final int BYTES_PER_MS = 32;
    private static final String OPTIONS = "elevenlabs-stt:calls?commitStrategy=manual&sessionRepository=#kept";

    final InMemorySessionRepository repository = new InMemorySessionRepository();
    final List<CamelContext> processes = new ArrayList<>();
    final List<AsyncPieces> calls = new ArrayList<>();

    /** The table with a primary key that the consumers of all processes write to. */
    final Map<String, String> table = Collections.synchronizedMap(new LinkedHashMap<>());

    final Map<String, Long> starts = Collections.synchronizedMap(new HashMap<>());
    final AtomicReference<String> refused = new AtomicReference<>("");
    /** Fails every fourth transcript; null for none. */
    final AtomicReference<Random> moody = new AtomicReference<>();
    /** What the route does with the transcript of a call. */
    final AtomicReference<Exception> afterCall = new AtomicReference<>();

    @AfterEach
    void stopProcesses() {
        calls.forEach(AsyncPieces::close);
        processes.forEach(CamelContext::stop);
    }

    /** Another process. */
    CamelContext process(String options) throws Exception {
        DefaultCamelContext process = new DefaultCamelContext();
        DefaultShutdownStrategy shutdown = new DefaultShutdownStrategy(process);
        shutdown.setTimeout(2);
        process.setShutdownStrategy(shutdown);
        process.getRegistry().bind("kept", repository);
        ElevenLabsSttConfiguration shared = process.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .getConfiguration();
        shared.setApiKey(KEY);
        shared.setBaseUrl(emulator.uri().toString());
        shared.setReadRate(0);
        process.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:piece")
                        .routeId("pieces")
                        .to(OPTIONS + (options.contains("acknowledge") ? options : "&acknowledge=routed" + options))
                        .process(exchange -> {
                            Exception failure = afterCall.get();
                            if (failure != null && exchange.getIn().getHeader(END_OF_AUDIO) != null) {
                                throw failure;
                            }
                        });
                from("elevenlabs-stt:calls?includeTimestamps=true").process(exchange -> store(exchange));
            }
        });
        process.start();
        processes.add(process);
        return process;
    }

    private void store(Exchange exchange) {
        if (moody.get() != null && moody.get().nextInt(4) == 0) {
            throw new IllegalStateException("not now");
        }
        String text = exchange.getIn().getBody(String.class);
        if (text.equals(refused.get())) {
            throw new IllegalStateException("no room for " + text);
        }
        String id = exchange.getIn().getHeader(SEGMENT_ID, String.class);
        assertThat(table.getOrDefault(id, text)).isEqualTo(text);
        table.putIfAbsent(id, text);
        starts.put(id, exchange.getIn().getHeader(START_TIME, Long.class));
    }

    AsyncPieces call(CamelContext process) throws Exception {
        AsyncPieces call = new AsyncPieces(process, "direct:piece", "call/1");
        calls.add(call);
        return call;
    }

    static byte[] pcm(String words) {
        return Tones.pcm(16_000, words);
    }

    static Exchange done(CompletableFuture<Exchange> sent) throws Exception {
        return sent.get(20, TimeUnit.SECONDS);
    }

    static boolean accepted(CompletableFuture<Exchange> sent) {
        return sent.isDone() && sent.join().getException() == null;
    }

    static String errorType(CompletableFuture<Exchange> sent) throws Exception {
        assertThat(done(sent).getException()).isInstanceOf(ElevenLabsSttException.class);
        return ((ElevenLabsSttException) done(sent).getException()).getErrorType();
    }

    static Map<String, Object> at(long position) {
        return Map.of(AUDIO_POSITION, position);
    }

    static Map<String, Object> committedAt(long position) {
        return Map.of(AUDIO_POSITION, position, COMMIT, true);
    }

    CompletableFuture<Exchange> end(AsyncPieces call) {
        return call.send(null, Map.of(END_OF_AUDIO, true));
    }

    void awaitNothingKept() {
        await().until(() -> repository.keys().isEmpty());
    }
}
