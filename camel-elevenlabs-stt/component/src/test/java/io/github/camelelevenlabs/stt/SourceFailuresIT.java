package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_INDEX;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_ID;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers that fetch their audio themselves, from URLs that break or sessions that fail. */
class SourceFailuresIT extends SourceRouteSupport {

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
}
