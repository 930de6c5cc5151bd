package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Stuck, slow and failing routes, with a service that closes idle connections. */
class BusyRoutesIT extends SttRouteSupport {

    private static final int SENTENCES = 150;
    private static final Duration PAUSE = ofSeconds(2);
    private static final Duration IDLE_TIMEOUT = ofMillis(1_500);

    private static SttEmulator impatient;

    @BeforeAll
    static void startImpatientService() {
        impatient = service()
                .behaviour(Behaviour.prompt().with(behaviour -> behaviour.idleTimeout(IDLE_TIMEOUT)))
                .start();
    }

    @AfterAll
    static void stopImpatientService() {
        impatient.stop();
    }

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:long").to("elevenlabs-stt:long?keepAliveInterval=500&baseUrl=" + impatient.uri());
        routes.from("direct:other").to("elevenlabs-stt:other");
    }

    /** More transcripts than a session queues for a route. */
    private static byte[] longTalk() {
        Tones talk = Tones.at(16_000);
        for (int i = 0; i < SENTENCES; i++) {
            talk.say("one").pause(PAUSE);
        }
        return talk.wav();
    }

    private CompletableFuture<Exchange> sendLongTalk() {
        impatient.reset();
        return template.asyncSend("direct:long", exchange -> exchange.getIn().setBody(longTalk()));
    }

    private static void everySentenceCame(CompletableFuture<Exchange> talk) {
        assertThat(textOf(talk.join())).isEqualTo(String.join(" ", Collections.nCopies(SENTENCES, "one")));
        assertThat(impatient.sessions()).as("no connection was lost").hasSize(1);
        assertThat(impatient.violations()).isEmpty();
    }

    @Test
    void a_stuck_route_holds_its_audio_back_and_keeps_its_connection() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        addRoutes(routes -> routes.from("elevenlabs-stt:long").process(exchange -> stuck.await()));
        CompletableFuture<Exchange> talk = sendLongTalk();
        await().until(() -> !impatient.sessions().isEmpty());
        RecordedSession session = impatient.sessions().get(0);
        // A keepalive is sent every half second: this many last twice as long as the idle timeout of the service.
        await().until(() -> session.keepalives() >= 6);
        assertThat(session.isOpen()).isTrue();
        assertThat(session.audioDuration()).isLessThan(PAUSE.multipliedBy(SENTENCES / 2));
        assertThat(textOf(send("direct:other", wav("two")))).isEqualTo("two");
        stuck.countDown();
        everySentenceCame(talk);
    }

    @Test
    void a_slow_route_slows_its_session_and_no_other() throws Exception {
        addRoutes(routes -> routes.from("elevenlabs-stt:long").delay(50));
        CompletableFuture<Exchange> talk = sendLongTalk();
        await().until(() -> !impatient.sessions().isEmpty());
        assertThat(textOf(send("direct:other", wav("two")))).isEqualTo("two");
        assertThat(talk).isNotDone();
        everySentenceCame(talk);
    }

    @Test
    void a_recording_that_is_sent_again_stores_each_segment_once() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        MemoryIdempotentRepository repository = new MemoryIdempotentRepository();
        addRoutes(routes -> {
            routes.from("direct:recording")
                    .errorHandler(
                            routes.defaultErrorHandler().maximumRedeliveries(1).redeliveryDelay(0))
                    .to("elevenlabs-stt:calls");
            routes.from("elevenlabs-stt:calls")
                    .idempotentConsumer(
                            routes.simple("${header.CamelFileName}-${header.CamelElevenlabsSttSegmentIndex}"),
                            repository)
                    .process(exchange -> {
                        if (exchange.getIn().getBody(String.class).equals("two") && failed.compareAndSet(false, true)) {
                            throw new IllegalStateException("database down");
                        }
                    })
                    .to("mock:stored");
        });
        byte[] audio = Tones.at(16_000)
                .say("one")
                .pause(PAUSE)
                .say("two")
                .pause(PAUSE)
                .say("three")
                .wav();
        mock("stored").expectedBodiesReceivedInAnyOrder(List.of("one", "two", "three"));
        assertThat(textOf(send("direct:recording", audio, Map.of(Exchange.FILE_NAME, "talk.wav"))))
                .isEqualTo("one two three");
        mock("stored").assertIsSatisfied();
        assertThat(emulator.sessions()).hasSize(2);
    }
}
