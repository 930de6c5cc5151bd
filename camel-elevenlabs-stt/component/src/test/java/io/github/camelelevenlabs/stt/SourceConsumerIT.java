package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_INDEX;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_ID;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_TIME;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.fetch.RawHttpServer;
import io.github.camelelevenlabs.stt.fetch.RawHttpServer.Reply;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers that fetch their audio themselves. */
class SourceConsumerIT extends SttRouteSupport {

    private static final String QUICK = "&reconnectDelay=50&maxReconnectDelay=100&urlTimeout=1000";

    /** Of 16-bit mono at 16 kHz. */
    private static final int BYTES_PER_SECOND = 32_000;

    private RawHttpServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = RawHttpServer.start();
    }

    @AfterEach
    void nothing_stays_open() throws Exception {
        context.stop();
        await().until(() -> server.connections() == 0);
        server.close();
    }

    /** Adds a route that hears the URL. */
    private void hear(String path, String options) throws Exception {
        addRoutes(routes -> routes.from("elevenlabs-stt:news?audioUrl=" + server.url(path) + QUICK + options)
                .routeId("news")
                .to("mock:news"));
    }

    private void control(String action) throws Exception {
        switch (action) {
            case "stop" -> context.getRouteController().stopRoute("news");
            case "start" -> context.getRouteController().startRoute("news");
            case "suspend" -> context.getRouteController().suspendRoute("news");
            case "resume" -> context.getRouteController().resumeRoute("news");
            default -> throw new IllegalArgumentException(action);
        }
    }

    private List<String> texts() {
        return mock("news").getExchanges().stream()
                .map(exchange -> exchange.getIn().getBody(String.class))
                .toList();
    }

    private <T> List<T> headers(String name, Class<T> type) {
        return mock("news").getExchanges().stream()
                .map(exchange -> exchange.getIn().getHeader(name, type))
                .toList();
    }

    /** What radio sounds like: the words, then silence for as long as somebody listens, all of it in real time. */
    private static void onAir(Reply reply, String words) throws Exception {
        reply.head("200 OK", "Content-Type: audio/wav").trickle(endless(words), BYTES_PER_SECOND / 10, ofMillis(100));
        byte[] silence = new byte[BYTES_PER_SECOND / 50];
        while (true) {
            reply.send(silence).pause(ofMillis(20));
        }
    }

    private static byte[] endless(String words) {
        return WavFile.endless(16_000, Tones.pcm(16_000, words));
    }

    @Test
    void every_consumer_of_the_name_gets_a_recording_once() throws Exception {
        server.at("/talk.wav", "audio/wav", wav("one two | three"));
        addRoutes(routes -> routes.from("elevenlabs-stt:news").to("mock:others"));
        mock("news").expectedBodiesReceived("one two", "three");
        mock("others").expectedBodiesReceived("one two", "three");
        hear("/talk.wav", "");
        mock("news").assertIsSatisfied();
        mock("others").assertIsSatisfied();
        await().until(() -> !onlySession().isOpen());
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_live_stream_is_transcribed_while_it_comes() throws Exception {
        server.at("/live", reply -> onAir(reply, "one two"));
        hear("/live", "");
        await().until(() -> texts().equals(List.of("one two")));
        RecordedSession session = onlySession();
        assertThat(session.isOpen()).isTrue();
        List<Duration> arrivals = session.messages().stream()
                .map(RecordedSession.Message::arrival)
                .toList();
        Duration taken = arrivals.get(arrivals.size() - 1).minus(arrivals.get(0));
        assertThat(session.audioDuration()).isLessThan(taken.plusMillis(500));
    }

    @Test
    void stopping_the_route_ends_the_stream_and_delivers_its_last_transcripts() throws Exception {
        // No silence after the words: only the end of the audio commits them.
        CountDownLatch said = new CountDownLatch(1);
        server.at("/live", reply -> {
            reply.head("200 OK").send(endless("one two three"));
            said.countDown();
            reply.awaitGone();
        });
        hear("/live", "");
        said.await();
        await().until(() ->
                !emulator.sessions().isEmpty() && onlySession().audioDuration().compareTo(ofMillis(500)) > 0);
        control("stop");
        assertThat(texts()).containsExactly("one two three");
        assertThat(onlySession().closeCode()).hasValue(1000);
        control("start");
        await().until(() -> server.requests().size() == 2);
    }

    @Test
    void stopping_the_context_does_so_too() throws Exception {
        server.at(
                "/live",
                reply -> reply.head("200 OK").send(endless("one two three")).awaitGone());
        hear("/live", "");
        await().until(() ->
                !emulator.sessions().isEmpty() && onlySession().audioDuration().compareTo(ofMillis(500)) > 0);
        // A stopped context forgets its endpoints.
        MockEndpoint heard = mock("news");
        heard.expectedBodiesReceived("one two three");
        context.stop();
        heard.assertIsSatisfied();
    }

    @Test
    void what_breaks_while_the_context_stops_is_no_outage() throws Exception {
        Remembering told = new Remembering();
        context.getRegistry().bind("told", told);
        CountDownLatch stopping = new CountDownLatch(1);
        server.at("/live", reply -> {
            reply.head("200 OK", "Content-Type: audio/wav").send(endless("one two"));
            while (!stopping.await(20, TimeUnit.MILLISECONDS)) {
                reply.send(new byte[640]);
            }
            reply.reset();
        });
        hear("/live", "&exceptionHandler=#told");
        await().until(() -> !emulator.sessions().isEmpty());
        EventNotifierSupport first = new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof CamelEvent.CamelContextStoppingEvent) {
                    stopping.countDown();
                    await().until(() -> server.requests().size() > 1);
                }
            }
        };
        first.start();
        context.getManagementStrategy().addEventNotifier(first);
        context.stop();
        assertThat(server.requests())
                .as("it broke, and the stop came after that")
                .hasSizeGreaterThan(1);
        assertThat(told.failures).isEmpty();
    }

    @Test
    void a_stream_that_breaks_goes_on_in_the_same_session_with_its_times() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        server.at("/live", reply -> {
            if (opened.incrementAndGet() == 2) {
                reply.head("503 Busy", "Content-Length: 0");
                return;
            }
            reply.head("200 OK").send(endless(opened.get() == 1 ? "one two" : "three"));
            int known = opened.get() == 1 ? 1 : 2;
            await().until(() -> emulator.sessions().get(0).audioDuration().toMillis() >= (known == 1 ? 400 : 600));
            if (known == 1) {
                reply.reset();
            }
            reply.awaitGone();
        });
        hear("/live", "&includeTimestamps=true");
        await().until(() -> texts().size() == 1);
        await().until(() -> server.requests().size() == 3);
        control("stop");
        assertThat(texts()).containsExactly("one two", "three");
        assertThat(emulator.sessions()).hasSize(1);
        assertThat(headers(SESSION_ID, String.class))
                .containsOnly(headers(SESSION_ID, String.class).get(0));
        assertThat(headers(SEGMENT_INDEX, Integer.class)).containsExactly(0, 1);
        assertThat(headers(START_TIME, Long.class).get(1)).isBetween(350L, 450L);
    }

    @Test
    void with_restart_on_end_a_recording_goes_round_and_its_times_on() throws Exception {
        server.at("/jingle.wav", "audio/wav", wav("one two"));
        hear("/jingle.wav", "&restartOnEnd=true&includeTimestamps=true");
        await().until(() -> texts().size() >= 3);
        control("stop");
        assertThat(texts()).containsOnly("one two");
        assertThat(emulator.sessions()).hasSize(1);
        List<Long> expected = LongStream.range(0, texts().size())
                .mapToObj(round -> round * 400)
                .toList();
        List<Long> starts = headers(START_TIME, Long.class);
        for (int i = 0; i < starts.size(); i++) {
            assertThat(starts.get(i)).isBetween(expected.get(i) - 50, expected.get(i) + 50);
        }
    }

    @Test
    void a_suspended_route_closes_its_stream_and_opens_it_again_when_resumed() throws Exception {
        server.at("/live", reply -> reply.head("200 OK").send(endless("one")).awaitGone());
        hear("/live", "");
        await().until(() ->
                !emulator.sessions().isEmpty() && onlySession().audioDuration().toMillis() >= 100);
        control("suspend");
        await().until(() -> server.connections() == 0);
        assertThat(texts()).containsExactly("one");
        assertThat(onlySession().isOpen()).isFalse();
        control("resume");
        await().until(() -> emulator.sessions().size() == 2);
        control("stop");
        assertThat(texts()).containsExactly("one", "one");
    }

    @Test
    void a_stream_that_comes_back_in_another_format_is_another_session() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        server.at("/live", reply -> {
            boolean first = opened.incrementAndGet() == 1;
            reply.head("200 OK").send(first ? endless("one") : WavFile.endless(8_000, Tones.pcm(8_000, "two")));
            if (first) {
                await().until(() -> !emulator.sessions().isEmpty()
                        && emulator.sessions().get(0).audioDuration().toMillis() >= 150);
                reply.reset();
            }
            reply.awaitGone();
        });
        hear("/live", "");
        await().until(() -> emulator.sessions().size() == 2
                && emulator.sessions().get(1).audioDuration().toMillis() >= 150);
        control("stop");
        assertThat(texts()).containsExactly("one", "two");
        assertThat(emulator.sessions())
                .extracting(session -> session.parameter("audio_format"))
                .containsExactly("pcm_16000", "pcm_8000");
    }

    @Test
    void a_station_that_goes_from_mp3_to_aac_goes_on_in_the_same_session_and_connection() throws Exception {
        byte[] mp3 = Encoder.encode(wav("one two |"), "mp3", "-b:a 64k -write_xing 0 -id3v2_version 0");
        byte[] aac = Encoder.encode(Tones.at(48_000).say("three four |").wav(), "aac", "-c:a aac");
        server.at(
                "/live",
                reply -> reply.head("200 OK", "Content-Type: audio/mpeg")
                        .trickle(mp3, 800, ofMillis(30))
                        .trickle(aac, 800, ofMillis(30))
                        .awaitGone());
        hear("/live", "&includeTimestamps=true");
        await().until(() -> texts().equals(List.of("one two", "three four")));
        assertThat(emulator.sessions()).hasSize(1);
        assertThat(server.requests()).hasSize(1);
        assertThat(headers(START_TIME, Long.class).get(1)).isBetween(2_350L, 2_550L);
    }

    /** Remembers what it is told. */
    private static final class Remembering implements ExceptionHandler {
        private final List<Throwable> failures = new CopyOnWriteArrayList<>();

        @Override
        public void handleException(Throwable exception) {
            failures.add(exception);
        }

        @Override
        public void handleException(String message, Throwable exception) {
            failures.add(exception);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            failures.add(exception);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"404 Not Found", "500 Oops"})
    void a_url_that_does_not_answer_is_reported_once_and_retried(String status) throws Exception {
        Remembering told = new Remembering();
        context.getRegistry().bind("told", told);
        server.at("/live?token=secret", reply -> reply.head(status, "Content-Length: 0"));
        addRoutes(routes -> routes.from("elevenlabs-stt:news?exceptionHandler=#told&audioUrl=RAW("
                        + server.url("/live?token=secret") + ")" + QUICK)
                .to("mock:news"));
        await().until(() -> server.requests().size() >= 4);
        assertThat(told.failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("http://127.0.0.1:" + server.port() + " answered " + status.split(" ")[0])
                        .hasMessageNotContaining("secret"));
        server.at("/live?token=secret", "audio/wav", wav("one"));
        await().until(() -> texts().equals(List.of("one")));
    }

    @Test
    void a_bridged_error_is_an_exchange_of_the_route() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).to("mock:errors");
                from("elevenlabs-stt:news?bridgeErrorHandler=true&audioUrl=" + server.url("/none") + QUICK)
                        .to("mock:news");
            }
        });
        mock("errors").expectedMessageCount(1);
        mock("errors").assertIsSatisfied();
        assertThat(mock("errors").getExchanges().get(0).getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                .hasMessageContaining("answered 404");
    }

    @Test
    void a_refused_key_ends_the_feed_and_is_reported() throws Exception {
        Remembering told = new Remembering();
        context.getRegistry().bind("told", told);
        server.at("/live", reply -> onAir(reply, "one"));
        hear("/live", "&apiKey=sk_wrong&exceptionHandler=#told");
        await().until(() -> !told.failures.isEmpty());
        assertThat(told.failures.get(0)).hasMessageContaining("auth_error");
        await().until(() -> server.connections() == 0);
        assertThat(emulator.sessions()).hasSize(1);
        assertThat(server.requests()).hasSize(1);
        // The wrong key is a violation, and meant to be one.
        emulator.reset();
    }

    @Test
    void a_retryable_failure_of_a_session_is_followed_by_a_new_session() throws Exception {
        emulator.script().onConnection(1).fault(new Fault.RefuseHandshake(503));
        server.at("/live", reply -> onAir(reply, "one"));
        hear("/live", "&maxReconnectAttempts=0");
        await().until(() -> texts().equals(List.of("one")));
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void its_own_host_may_be_private_but_not_another_that_it_redirects_to() throws Exception {
        Remembering told = new Remembering();
        context.getRegistry().bind("told", told);
        server.at("/talk.wav", "audio/wav", wav("one"));
        server.redirect("/live", "http://localhost:" + server.port() + "/talk.wav");
        hear("/live", "&exceptionHandler=#told");
        await().until(() -> !told.failures.isEmpty());
        assertThat(told.failures.get(0)).hasMessageContaining("localhost is at an address that is not public");
        addRoutes(routes -> routes.from(
                        "elevenlabs-stt:allowed?allowPrivateUrls=true&audioUrl=" + server.url("/live") + QUICK)
                .to("mock:allowed"));
        mock("allowed").expectedBodiesReceived("one");
        mock("allowed").assertIsSatisfied();
    }

    @Test
    void the_url_is_opened_when_the_context_has_started() throws Exception {
        server.at("/talk.wav", "audio/wav", wav("one"));
        CamelContext fresh = createCamelContext();
        try {
            fresh.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("elevenlabs-stt:news?audioUrl=" + server.url("/talk.wav"))
                            .startupOrder(1)
                            .process(exchange -> {});
                    from("elevenlabs-stt:news?includeTimestamps=true")
                            .startupOrder(2)
                            .to("mock:late");
                }
            });
            assertThat(server.requests()).isEmpty();
            MockEndpoint late = fresh.getEndpoint("mock:late", MockEndpoint.class);
            late.expectedMessageCount(1);
            late.expectedHeaderReceived(START_TIME, 0L);
            fresh.start();
            late.assertIsSatisfied();
        } finally {
            fresh.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"audioUrl=file:///etc/hostname", "audioUrl=hello", "restartOnEnd=true"})
    void invalid_combinations_are_refused_when_the_route_is_built(String options) {
        assertThatThrownBy(() -> context.getEndpoint("elevenlabs-stt:news?" + options))
                .hasRootCauseInstanceOf(Exception.class)
                .hasStackTraceContaining("audioUrl");
    }

    @Test
    void a_producer_takes_its_urls_from_messages() {
        assertThatThrownBy(() -> send("elevenlabs-stt:news?audioUrl=http://radio.example/", "x"))
                .hasStackTraceContaining("from(\"elevenlabs-stt:news?audioUrl=");
    }
}
