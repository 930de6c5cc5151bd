package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.delivery.TranscriptTopic;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.fetch.RawHttpServer;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of stop completes each exchange exactly once, with the reason. */
class StoppingIT extends SttRouteSupport {

    private static final String ENDPOINT = "elevenlabs-stt:calls?allowPrivateUrls=true";
    private static final byte[] TALK = wav("one two three");

    @TempDir
    private Path folder;

    private RawHttpServer server;
    private Path file;
    private final CountDownLatch hanging = new CountDownLatch(1);

    private enum Kind {
        BYTES,
        STREAM,
        HANGING_STREAM,
        FILE,
        PATH,
        URL,
        /** A piece of a keyed stream, which all messages of this kind share. */
        PIECE
    }

    /** A sent exchange and the number of its completions. */
    private record Sent(Kind kind, Exchange exchange, AtomicInteger callbacks) {
        boolean isDone() {
            return callbacks.get() > 0;
        }
    }

    @BeforeEach
    void create_recordings() throws Exception {
        server = RawHttpServer.start().at("/talk.wav", "audio/wav", TALK);
        file = Files.write(folder.resolve("talk.wav"), TALK);
    }

    @AfterEach
    void close_the_server() throws Exception {
        hanging.countDown();
        server.close();
    }

    /** An aborted session leaves a commit unanswered. */
    @Override
    boolean expectsViolations() {
        return true;
    }

    private Object body(Kind kind) {
        return switch (kind) {
            case BYTES, PIECE -> TALK;
            case STREAM -> new ByteArrayInputStream(TALK);
            case HANGING_STREAM -> hangingStream();
            case FILE -> file.toFile();
            case PATH -> file;
            case URL -> URI.create(server.url("/talk.wav"));
        };
    }

    /** Ignores interrupts while it hangs, and a close waits for the reader, as with many streams of the JDK. */
    private InputStream hangingStream() {
        return new InputStream() {
            @Override
            public synchronized int read() {
                while (hanging.getCount() > 0) {
                    try {
                        hanging.await();
                    } catch (InterruptedException e) {
                        // Interrupts are ignored.
                    }
                }
                return -1;
            }

            @Override
            public synchronized void close() {}
        };
    }

    private AsyncProducer producer() throws Exception {
        AsyncProducer producer = context.getEndpoint(ENDPOINT).createAsyncProducer();
        producer.start();
        return producer;
    }

    private Sent send(AsyncProducer producer, Kind kind, String key) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getIn().setBody(body(kind));
        if (kind == Kind.PIECE) {
            exchange.getIn().setHeader(SESSION_KEY, key);
        }
        Sent sent = new Sent(kind, exchange, new AtomicInteger());
        producer.process(exchange, doneSync -> sent.callbacks.incrementAndGet());
        return sent;
    }

    private ElevenLabsSttComponent component() {
        return context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class);
    }

    private static void wasStopped(Sent sent) {
        assertThat(sent.exchange.getException())
                .as(sent.kind.name())
                .isInstanceOfSatisfying(
                        ElevenLabsSttException.class,
                        failure -> assertThat(failure.getErrorType())
                                .as(() -> sent.kind + ": " + failure.getMessage())
                                .isEqualTo("stopped"));
        assertThat(sent.callbacks).as(sent.kind.name()).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_message_that_comes_after_the_stop_fails_at_once(Kind kind) throws Exception {
        AsyncProducer producer = producer();
        component().stop();
        Sent sent = send(producer, kind, "k");
        wasStopped(sent);
        assertThat(emulator.sessions()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_message_whose_session_runs_fails_with_the_stop(Kind kind) throws Exception {
        emulator.script().onEveryConnection().fault(new Fault.Stall(ofSeconds(60)));
        AsyncProducer producer = producer();
        List<Sent> sent = IntStream.range(0, 20)
                .mapToObj(n -> send(producer, kind, "k" + n))
                .toList();
        component().stop();
        await().atMost(ofSeconds(5)).until(() -> sent.stream().allMatch(Sent::isDone));
        sent.stream()
                .filter(one -> kind != Kind.PIECE || one.exchange.getException() != null)
                .forEach(StoppingIT::wasStopped);
    }

    @Test
    void a_stop_ends_exchanges_that_wait_for_a_stuck_or_suspended_consumer() throws Exception {
        addRoutes(routes -> routes.from("elevenlabs-stt:calls").routeId("held").to("mock:held"));
        context.getRouteController().suspendRoute("held");
        AsyncProducer producer = producer();
        Sent sent = send(producer, Kind.BYTES, null);
        await().until(() -> !emulator.sessions().isEmpty() && !onlySession().isOpen());
        component().stop();
        await().atMost(ofSeconds(5)).until(sent::isDone);
        wasStopped(sent);
    }

    @Test
    void a_live_source_that_ends_with_its_context_is_no_warning() throws Exception {
        emulator.script().onEveryConnection().fault(new Fault.Stall(ofSeconds(60)));
        addRoutes(routes ->
                routes.from(ENDPOINT + "&audioUrl=" + server.url("/talk.wav")).to("mock:calls"));
        await().until(() -> !emulator.sessions().isEmpty());
        context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(100);
        try (CapturedLog log = CapturedLog.everything()) {
            context.stop();
            await().untilAsserted(() -> assertThat(log.of(TranscriptTopic.class))
                    .singleElement()
                    .asString()
                    .matches(
                            "INFO A session of elevenlabs-stt:calls has ended early: stopped: the component was stopped"
                                    + " while the session ran \\(session [-0-9A-F]+\\)"));
        }
    }

    @Test
    void the_stop_releases_callers_blocked_by_a_full_stream() throws Exception {
        emulator.script().onEveryConnection().fault(new Fault.Stall(ofSeconds(60)));
        AsyncProducer producer = producer();
        List<CompletableFuture<Sent>> callers = IntStream.range(0, 400)
                .mapToObj(n -> {
                    CompletableFuture<Sent> sent = new CompletableFuture<>();
                    Thread caller = new Thread(() -> sent.complete(send(producer, Kind.PIECE, "one for all")));
                    caller.setDaemon(true);
                    caller.start();
                    return sent;
                })
                .toList();
        // 256 pieces are queued and one more may be in use; the other callers wait for space.
        await().until(() -> callers.stream().filter(CompletableFuture::isDone).count() >= 256);
        component().stop();
        await().atMost(ofSeconds(10))
                .until(() -> callers.stream()
                        .allMatch(caller -> caller.isDone() && caller.join().isDone()));
        callers.stream()
                .map(CompletableFuture::join)
                .filter(one -> one.exchange.getException() != null)
                .forEach(StoppingIT::wasStopped);
    }

    @Test
    void the_abort_of_open_sessions_admits_no_waiting_session() throws Exception {
        emulator.script().onEveryConnection().fault(new Fault.Stall(ofSeconds(60)));
        AsyncProducer producer =
                context.getEndpoint(ENDPOINT + "&maxConcurrentSessions=3").createAsyncProducer();
        producer.start();
        List<Sent> sent = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            sent.add(send(producer, n % 2 == 0 ? Kind.BYTES : Kind.FILE, null));
        }
        await().until(() -> emulator.sessions().size() == 3);
        component().stop();
        await().until(() -> sent.stream().allMatch(Sent::isDone));
        sent.forEach(StoppingIT::wasStopped);
        assertThat(emulator.sessions()).hasSize(3);
    }

    /** Many threads send at random times while consumers route. */
    @Test
    void every_exchange_completes_once_whenever_the_component_stops() throws Exception {
        addRoutes(routes -> routes.from("elevenlabs-stt:calls").to("mock:calls"));
        Random random = new Random(7);
        for (int round = 0; round < 15; round++) {
            component().start();
            AsyncProducer producer = producer();
            List<Thread> callers = new ArrayList<>();
            Queue<Sent> sent = new ConcurrentLinkedQueue<>();
            for (int caller = 0; caller < 6; caller++) {
                Random kinds = new Random(random.nextLong());
                callers.add(new Thread(() -> {
                    for (int n = 0; n < 60; n++) {
                        Kind kind = Kind.values()[kinds.nextInt(Kind.values().length)];
                        sent.add(send(producer, kind, "k" + kinds.nextInt(5)));
                    }
                }));
            }
            callers.forEach(Thread::start);
            int moment = random.nextInt(360);
            await().pollInterval(ofMillis(1)).until(() -> sent.size() >= moment);
            component().stop();
            for (Thread caller : callers) {
                caller.join();
            }
            await().atMost(ofSeconds(10))
                    .until(() -> sent.size() == 360 && sent.stream().allMatch(Sent::isDone));
            assertThat(sent).allMatch(one -> one.callbacks.get() == 1);
            sent.stream().filter(one -> one.exchange.getException() != null).forEach(StoppingIT::wasStopped);
        }
    }
}
