package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.fetch.RawHttpServer;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The spans that the OpenTelemetry SDK exports. */
class TracesIT extends SttRouteSupport {

    private static final String WORDS_SAID = "one two three";

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exported))
            .build();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext created = super.createCamelContext();
        created.getRegistry().bind("tracer", provider.get("test"));
        created.getRegistry().bind("propagators", ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
        new OpenTelemetryTracer().init(created);
        return created;
    }

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording")
                .to("elevenlabs-stt:calls?reconnectDelay=1")
                .to("mock:after");
        routes.from("elevenlabs-stt:calls").to("mock:transcripts");
        routes.from("direct:stream").to("elevenlabs-stt:streams?sessionKey=${header.call}");
        routes.from("elevenlabs-stt:streams?includeSessionEvents=true").to("mock:streams");
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void a_recordings_span_has_openTelemetrys_attributes_and_ours() {
        Exchange reply = send("direct:recording", wav(WORDS_SAID));
        assertThat(textOf(reply)).isEqualTo(WORDS_SAID);
        SpanData span = onlySent("calls");
        assertThat(attributes(span))
                .containsEntry("gen_ai.operation.name", "speech_to_text")
                .containsEntry("gen_ai.provider.name", "elevenlabs")
                .containsEntry("gen_ai.request.model", "scribe_v2_realtime")
                .containsEntry("server.address", emulator.uri().getHost())
                .containsEntry("server.port", String.valueOf(emulator.uri().getPort()))
                .containsEntry("elevenlabs.stt.name", "calls")
                .containsEntry("elevenlabs.stt.model", "scribe_v2_realtime")
                .containsEntry(
                        "elevenlabs.stt.session.id",
                        reply.getMessage().getHeader(ElevenLabsSttConstants.SESSION_ID, String.class))
                .containsEntry("elevenlabs.stt.segment.count", "1")
                .containsEntry(
                        "elevenlabs.stt.audio.sent",
                        reply.getMessage().getHeader(ElevenLabsSttConstants.AUDIO_SENT, String.class))
                .containsEntry("elevenlabs.stt.audio.replayed", "0")
                .containsEntry("elevenlabs.stt.reconnects", "0")
                .doesNotContainKey("error.type");
        assertThat(span.getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
    }

    @Test
    void a_span_tells_of_a_lost_connection() {
        emulator.script().onConnection(1).onceStarted().fault(new Fault.HangUp());
        assertThat(textOf(send("direct:recording", wav(WORDS_SAID)))).isEqualTo(WORDS_SAID);
        assertThat(attributes(onlySent("calls"))).containsEntry("elevenlabs.stt.reconnects", "1");
    }

    @Test
    void the_route_of_a_transcript_is_a_child_of_the_span_of_its_audio() {
        List<CompletableFuture<Exchange>> recordings = IntStream.range(0, 12)
                .mapToObj(i -> template.asyncSend(
                        "direct:recording", exchange -> exchange.getIn().setBody(wav(WORDS_SAID))))
                .toList();
        recordings.forEach(one -> assertThat(textOf(one.join())).isEqualTo(WORDS_SAID));
        await().until(() -> received("calls").size() == 12);
        Map<String, SpanData> bySession =
                sent("calls").stream().collect(Collectors.toMap(TracesIT::sessionOf, Function.identity()));
        assertThat(bySession).hasSize(12);
        for (SpanData transcript : received("calls")) {
            SpanData audio = bySession.get(sessionOf(transcript));
            assertThat(transcript.getTraceId()).isEqualTo(audio.getTraceId());
            assertThat(transcript.getParentSpanId()).isEqualTo(audio.getSpanId());
            assertThat(attributes(transcript))
                    .containsEntry("elevenlabs.stt.segment.index", "0")
                    .containsEntry("gen_ai.provider.name", "elevenlabs")
                    .doesNotContainKey("gen_ai.operation.name");
        }
    }

    @Test
    void the_span_of_a_message_ends_with_its_transcript_and_the_next_of_its_route_is_a_sibling() {
        send("direct:recording", wav(WORDS_SAID));
        SpanData audio = onlySent("calls");
        SpanData next = only("mock", "after", "EVENT_SENT");
        SpanData route = only("direct", "recording", "EVENT_RECEIVED");
        SpanData transcript = onlyReceived("calls");
        assertThat(audio.getParentSpanId()).isEqualTo(route.getSpanId());
        assertThat(next.getParentSpanId()).isEqualTo(route.getSpanId());
        assertThat(audio.getEndEpochNanos()).isGreaterThanOrEqualTo(transcript.getStartEpochNanos());
        assertThat(next.getStartEpochNanos()).isGreaterThanOrEqualTo(audio.getEndEpochNanos());
    }

    @Test
    void a_failed_span_has_the_type_of_the_error_and_the_session() {
        emulator.script().onConnection(1).fault(new Fault.SendError("auth_error", "no such key").andClose(1000));
        ElevenLabsSttException failure = (ElevenLabsSttException)
                send("direct:recording", wav(WORDS_SAID)).getException();
        SpanData span = onlySent("calls");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attributes(span))
                .containsEntry("error.type", "auth_error")
                .containsEntry("elevenlabs.stt.session.id", failure.getSessionId());
        assertThat(attributes(only("direct", "recording", "EVENT_RECEIVED"))).containsEntry("error", "true");
    }

    @Test
    void a_transcript_whose_route_fails_has_the_class_of_the_exception() throws Exception {
        addRoutes(routes -> {
            routes.from("direct:failing").to("elevenlabs-stt:failing?waitForTranscript=false");
            routes.from("elevenlabs-stt:failing").process(exchange -> {
                throw new IllegalStateException("the database is away");
            });
        });
        send("direct:failing", wav(WORDS_SAID));
        assertThat(attributes(onlyReceived("failing"))).containsEntry("error.type", "java.lang.IllegalStateException");
    }

    @Test
    void a_transcripts_span_keeps_its_session_when_its_route_begins_another() throws Exception {
        addRoutes(routes -> {
            routes.from("direct:twice").to("elevenlabs-stt:first");
            routes.from("elevenlabs-stt:first")
                    .process(exchange -> exchange.getMessage().setBody(wav("four")))
                    .to("elevenlabs-stt:second");
        });
        String first = send("direct:twice", wav(WORDS_SAID))
                .getMessage()
                .getHeader(ElevenLabsSttConstants.SESSION_ID, String.class);
        SpanData transcript = onlyReceived("first");
        SpanData second = onlySent("second");
        assertThat(sessionOf(transcript)).isEqualTo(first);
        assertThat(sessionOf(second)).isNotEqualTo(first);
        assertThat(attributes(second)).doesNotContainKey("elevenlabs.stt.segment.index");
        assertThat(second.getParentSpanId()).isEqualTo(transcript.getSpanId());
    }

    @Test
    void every_message_of_a_stream_has_a_span_and_its_transcripts_belong_to_the_first() {
        byte[] audio = wav(WORDS_SAID);
        send("direct:stream", audio, Map.of("call", "a"));
        send("direct:stream", wav("four"), Map.of("call", "a", ElevenLabsSttConstants.END_OF_AUDIO, true));
        await().until(() -> received("streams").stream()
                .anyMatch(span -> attributes(span).containsKey("elevenlabs.stt.audio.sent")));
        List<SpanData> messages = sent("streams");
        assertThat(messages).hasSize(2);
        assertThat(attributes(messages.get(0))).doesNotContainKey("elevenlabs.stt.audio.sent");
        assertThat(attributes(messages.get(1))).containsKeys("elevenlabs.stt.session.id", "elevenlabs.stt.audio.sent");
        assertThat(received("streams"))
                .isNotEmpty()
                .allSatisfy(span -> assertThat(span.getParentSpanId())
                        .isEqualTo(messages.get(0).getSpanId()));
    }

    @Test
    void no_span_holds_a_secret_or_what_was_said() throws Exception {
        String words = "previousText=RAW(said & secret)&keyterms=term_secret";
        addRoutes(routes -> {
            routes.from("direct:refused")
                    .to(
                            "elevenlabs-stt:refused?token=RAW(token&_secret)&proxyHost=127.0.0.1&proxyPort=1&maxReconnectAttempts=0"
                                    + "&proxyAuthUsername=user_secret&proxyAuthPassword=password_secret&param.gateway=param_secret");
            routes.from("direct:said").to("elevenlabs-stt:said?apiKey=" + KEY + "&" + words);
            routes.from("elevenlabs-stt:said?includePartials=true&" + words).to("mock:said");
        });
        assertThat(send("direct:refused", wav(WORDS_SAID)).isFailed()).isTrue();
        Map<String, Object> headers = Map.of(ElevenLabsSttConstants.PREVIOUS_TEXT, "header_secret");
        assertThat(textOf(send("direct:said", wav(WORDS_SAID), headers))).isEqualTo(WORDS_SAID);
        await().until(() -> !received("said").isEmpty());
        assertThat(attributes(onlySent("said")).get("url.query"))
                .contains("apiKey=xxxxxx", "previousText=xxxxxx", "keyterms=xxxxxx");
        assertThat(attributes(onlySent("refused")).get("url.query")).contains("token=xxxxxx", "param.gateway=xxxxxx");
        assertThat(exported.getFinishedSpanItems().toString()).doesNotContain("secret", KEY, WORDS_SAID, "one two");
    }

    @Test
    void each_transcript_of_a_url_is_a_trace_of_its_own_and_does_not_show_the_url() throws Exception {
        try (RawHttpServer server = RawHttpServer.start().at("/secret_live", "audio/wav", wav(WORDS_SAID))) {
            String url = server.url("/secret_live").replace("http://", "http://user_secret:password_secret@");
            addRoutes(routes ->
                    routes.from("elevenlabs-stt:live?audioUrl=RAW(" + url + ")").to("mock:live"));
            SpanData transcript = onlyReceived("live");
            assertThat(transcript.getParentSpanContext().isValid()).isFalse();
            assertThat(attributes(transcript)).containsEntry("url.query", "audioUrl=xxxxxx");
            assertThat(exported.getFinishedSpanItems().toString()).doesNotContain("secret");
        }
    }

    /** The spans of messages to an endpoint of this component. */
    private List<SpanData> sent(String name) {
        return spans("elevenlabs-stt", name, "EVENT_SENT");
    }

    /** The spans of routes that begin with an endpoint of this component. */
    private List<SpanData> received(String name) {
        return spans("elevenlabs-stt", name, "EVENT_RECEIVED");
    }

    private SpanData onlySent(String name) {
        return only("elevenlabs-stt", name, "EVENT_SENT");
    }

    private SpanData onlyReceived(String name) {
        return only("elevenlabs-stt", name, "EVENT_RECEIVED");
    }

    private SpanData only(String scheme, String name, String operation) {
        await().until(() -> !spans(scheme, name, operation).isEmpty());
        assertThat(spans(scheme, name, operation)).hasSize(1);
        return spans(scheme, name, operation).get(0);
    }

    private List<SpanData> spans(String scheme, String name, String operation) {
        Map<String, String> wanted = Map.of("url.scheme", scheme, "url.path", name, "op", operation);
        return exported.getFinishedSpanItems().stream()
                .filter(span -> attributes(span).entrySet().containsAll(wanted.entrySet()))
                .toList();
    }

    private static String sessionOf(SpanData span) {
        return attributes(span).get("elevenlabs.stt.session.id");
    }

    private static Map<String, String> attributes(SpanData span) {
        return span.getAttributes().asMap().entrySet().stream()
                .collect(Collectors.toMap(one -> one.getKey().getKey(), one -> String.valueOf(one.getValue())));
    }
}
