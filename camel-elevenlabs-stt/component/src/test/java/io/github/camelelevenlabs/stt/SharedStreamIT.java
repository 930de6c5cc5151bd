package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.COMMIT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream belongs to its name and key, whichever endpoint sends the message. */
class SharedStreamIT extends SttRouteSupport {

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:audio").routeId("audio").to("elevenlabs-stt:calls");
        routes.from("direct:end").routeId("end").to("elevenlabs-stt:calls?languageCode=en");
        routes.from("direct:choice")
                .choice()
                .when(routes.header(END_OF_AUDIO))
                .to("elevenlabs-stt:calls?readRate=9")
                .otherwise()
                .to("elevenlabs-stt:calls?readRate=8");
        routes.from("direct:evicting").routeId("evicting").toD("elevenlabs-stt:${header.to}", 1);
        routes.from("direct:uncached").routeId("uncached").toD("elevenlabs-stt:${header.to}", -1);
        routes.from("elevenlabs-stt:calls").to("mock:transcripts");
    }

    private static byte[] pcm(String words) {
        return Tones.pcm(16_000, words);
    }

    private Exchange audio(String uri, String words) {
        return send(uri, pcm(words), Map.of(SESSION_KEY, "k", "to", "calls"));
    }

    private Exchange end(String uri) {
        return send(uri, null, Map.of(SESSION_KEY, "k", "to", "calls", END_OF_AUDIO, true));
    }

    private void assertOneStream(Exchange last) {
        assertThat(textOf(last)).isEqualTo("one two");
        assertThat(emulator.sessions()).hasSize(1);
        await().until(() -> onlySession().closeCode().isPresent());
    }

    @Test
    void one_route_sends_the_audio_and_another_ends_the_stream() {
        assertThat(textOf(audio("direct:audio", "one two"))).isInstanceOf(byte[].class);
        assertOneStream(end("direct:end"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:choice", "direct:evicting", "direct:uncached"})
    void the_endpoints_of_one_route_share_a_stream(String route) {
        audio(route, "one two");
        assertOneStream(end(route));
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:evicting", "direct:uncached"})
    void a_producer_that_is_evicted_from_a_cache_does_not_end_a_stream(String route) throws Exception {
        audio(route, "one");
        for (int other = 0; other < 5; other++) {
            send(route, wav("three"), Map.of("to", "other" + other));
        }
        audio(route, "two");
        assertThat(textOf(end(route))).isEqualTo("one two");
        assertThat(emulator.sessions()).hasSize(6);
    }

    @Test
    void templates_share_a_stream_even_after_one_was_stopped() throws Exception {
        ProducerTemplate first = context.createProducerTemplate();
        first.sendBodyAndHeader("elevenlabs-stt:calls", pcm("one"), SESSION_KEY, "k");
        first.stop();
        audio("elevenlabs-stt:calls?languageCode=en", "two");
        try (ProducerTemplate last = context.createProducerTemplate()) {
            Object text = last.requestBodyAndHeaders(
                    "elevenlabs-stt:calls", (Object) null, Map.of(SESSION_KEY, "k", END_OF_AUDIO, true));
            assertThat(text).isEqualTo("one two");
        }
        assertThat(emulator.sessions()).hasSize(1);
    }

    @Test
    void the_endpoint_of_the_first_message_sets_the_options() {
        audio("elevenlabs-stt:calls?languageCode=de", "one");
        audio("elevenlabs-stt:calls?languageCode=en", "two");
        assertOneStream(end("elevenlabs-stt:calls?languageCode=fr"));
        assertThat(onlySession().parameter("language_code")).isEqualTo("de");
    }

    @Test
    void stopping_one_of_several_routes_does_not_end_their_stream() throws Exception {
        audio("direct:audio", "one");
        context.getRouteController().stopRoute("audio");
        assertThat(textOf(audio("direct:end", "two"))).isInstanceOf(byte[].class);
        assertOneStream(end("direct:end"));
    }

    @Test
    void stopping_the_last_route_ends_its_streams() throws Exception {
        MockEndpoint others = mock("others");
        others.expectedBodiesReceived("one two");
        addRoutes(routes -> routes.from("elevenlabs-stt:other").to("mock:others"));
        send("direct:evicting", pcm("one two"), Map.of(SESSION_KEY, "k", "to", "other"));
        context.getRouteController().stopRoute("evicting");
        others.assertIsSatisfied();
    }

    @Test
    void concurrent_first_messages_open_one_session() throws Exception {
        for (int round = 0; round < 20; round++) {
            String key = "k" + round;
            CyclicBarrier together = new CyclicBarrier(4);
            List<CompletableFuture<Exchange>> sent = IntStream.range(0, 4)
                    .mapToObj(n -> template.asyncSend(n % 2 == 0 ? "direct:audio" : "direct:end", exchange -> {
                        exchange.getIn().setBody(pcm("one"));
                        exchange.getIn().setHeader(SESSION_KEY, key);
                        together.await();
                    }))
                    .toList();
            sent.forEach(piece -> assertThat(textOf(piece.join())).isInstanceOf(byte[].class));
            Map<String, Object> last = Map.of(SESSION_KEY, key, END_OF_AUDIO, true);
            assertThat(textOf(send("direct:end", null, last))).isEqualTo("one one one one");
        }
        assertThat(emulator.sessions()).hasSize(20);
    }

    /** TLS parameters whose second context fails after a delay. */
    private static final class LapsedTls extends SSLContextParameters {
        private final AtomicInteger asked = new AtomicInteger();
        private final CountDownLatch making = new CountDownLatch(1);
        private final CountDownLatch lapsed = new CountDownLatch(1);

        @Override
        public SSLContext createSSLContext(CamelContext context) throws GeneralSecurityException, IOException {
            if (asked.incrementAndGet() > 1) {
                making.countDown();
                try {
                    lapsed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new GeneralSecurityException("the certificate has lapsed");
            }
            return super.createSSLContext(context);
        }
    }

    @Test
    void a_stream_that_cannot_be_opened_fails_all_messages_that_wait_for_it() throws Exception {
        LapsedTls tls = new LapsedTls();
        context.getRegistry().bind("tls", tls);
        AsyncProducer opening = context.getEndpoint("elevenlabs-stt:calls?sslContextParameters=#tls")
                .createAsyncProducer();
        opening.start();
        // A caller may still use the stopped producer; its client is closed, and it needs a new one.
        opening.stop();
        CompletableFuture<Exchange> first = CompletableFuture.supplyAsync(() -> process(opening));
        assertThat(tls.making.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Exchange> second = template.asyncSend("direct:audio", this::fillPiece);
        await().until(() -> context.getInflightRepository().size() == 1);
        await().during(ofMillis(100)).until(() -> !second.isDone());
        tls.lapsed.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).getException()).hasMessageContaining("lapsed");
        assertThat(second.get(10, TimeUnit.SECONDS).getException()).hasMessageContaining("lapsed");
        audio("direct:audio", "one two");
        assertOneStream(end("direct:end"));
    }

    private Exchange process(AsyncProducer producer) {
        Exchange exchange = new DefaultExchange(context);
        fillPiece(exchange);
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        producer.process(exchange, doneSync -> done.complete(exchange));
        return done.join();
    }

    private void fillPiece(Exchange exchange) {
        exchange.getIn().setBody(pcm("one"));
        exchange.getIn().setHeader(SESSION_KEY, "k");
    }

    @Test
    void a_late_end_message_gets_the_transcript_of_the_ended_stream() throws Exception {
        emulator.script().onCommit(1).fault(new Fault.Stall(ofSeconds(1)));
        audio("direct:audio", "one two");
        context.getEndpoint("elevenlabs-stt:calls", ElevenLabsSttEndpoint.class).endStreams();
        assertOneStream(end("direct:end"));
    }

    @Test
    void audio_after_the_end_of_a_stream_begins_a_new_stream() {
        audio("direct:audio", "one");
        context.getEndpoint("elevenlabs-stt:calls", ElevenLabsSttEndpoint.class).endStreams();
        audio("direct:audio", "two");
        assertThat(textOf(end("direct:end"))).isEqualTo("two");
        assertThat(emulator.sessions()).hasSize(2);
    }

    @Test
    void a_commit_without_a_stream_opens_no_session() {
        assertThat(textOf(send("direct:audio", null, Map.of(SESSION_KEY, "k", COMMIT, true))))
                .isEqualTo("");
        assertThat(emulator.sessions()).isEmpty();
    }

    @Test
    void audio_at_the_idle_timeout_is_in_one_session_or_the_next() {
        String uri = "elevenlabs-stt:calls?sessionIdleTimeout=1000";
        MockEndpoint transcripts = mock("transcripts");
        for (int piece = 0; piece < 4; piece++) {
            assertThat(audio(uri, "one").getException()).isNull();
            long sent = System.nanoTime();
            long pause = 992_000_000L + piece * 5_000_000L;
            await().pollInterval(ofMillis(1)).until(() -> System.nanoTime() - sent > pause);
        }
        end(uri);
        await().until(() -> transcripts.getExchanges().stream()
                        .mapToLong(exchange ->
                                exchange.getIn().getBody(String.class).split(" ").length)
                        .sum()
                == 4);
    }
}
