package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.delivery.TranscriptTopic;
import io.github.camelelevenlabs.stt.delivery.TranscriptTopics;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.PredicateValidationException;
import org.junit.jupiter.api.Test;

/** Dynamic endpoint names leave nothing behind. */
class TransientNamesIT extends SttRouteSupport {

    private static final int METERS_OF_A_NAME = 9;
    private static final int MANY = Integer.getInteger("names", 300);

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext created = super.createCamelContext();
        created.getRegistry().bind("metricsRegistry", meters);
        return created;
    }

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:named").routeId("named").toD("elevenlabs-stt:${header.to}");
        routes.from("direct:fixed").routeId("fixed").to("elevenlabs-stt:fixed");
    }

    private ElevenLabsSttComponent component() {
        return context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class);
    }

    private int names() {
        return component().topics().observedNames().size();
    }

    private long metersOf(String name) {
        return meters.getMeters().stream()
                .filter(meter -> name.equals(meter.getId().getTag("name")))
                .count();
    }

    private Exchange sendTo(String name) {
        return send("direct:named", wav("one"), Map.of("to", name));
    }

    @Test
    void only_a_few_idle_names_are_kept_and_the_totals_include_all_names() throws Exception {
        int threads = Thread.activeCount();
        try (ProducerTemplate other = context.createProducerTemplate()) {
            for (int n = 0; n < MANY; n++) {
                // Messages without audio open no session but use a name, so that thousands of names take little time.
                send("direct:named", null, Map.of("to", "d" + n));
                other.request("elevenlabs-stt:t" + n, exchange -> {});
            }
            assertThat(names()).isEqualTo(1 + TranscriptTopics.MAX_IDLE);
            assertThat(meters.getMeters()).hasSize((1 + TranscriptTopics.MAX_IDLE) * METERS_OF_A_NAME);
            assertThat(Thread.activeCount()).isLessThan(threads + 10);
        }
        context.getRouteController().stopRoute("named");
        assertThat(names()).as("the route's own").isEqualTo(1);
        assertThat(meters.getMeters()).hasSize(METERS_OF_A_NAME);
    }

    @Test
    void only_a_few_fetchers_are_kept_for_many_timeouts() {
        Sessions sessions = component().sessions();
        for (int millis = 1; millis <= 100; millis++) {
            assertThat(sessions.urls(Duration.ofMillis(millis))).isSameAs(sessions.urls(Duration.ofMillis(millis)));
        }
        assertThat(sessions.fetchers()).isEqualTo(Sessions.MAX_FETCHERS);
    }

    @Test
    void the_totals_include_removed_names() throws Exception {
        for (int n = 0; n < 20; n++) {
            assertThat(textOf(sendTo("n" + n))).isEqualTo("one");
        }
        context.getRouteController().stopRoute("named");
        await().until(() -> names() == 1);
        assertThat(component().getUsageTotals().getSessionsStarted()).isEqualTo(20);
        assertThat(component().getUsageTotals().getSegments()).isEqualTo(20);
    }

    @Test
    void the_most_recently_used_name_is_kept() {
        assertThat(textOf(sendTo("seen"))).isEqualTo("one");
        assertThat(metersOf("seen")).isEqualTo(METERS_OF_A_NAME);
        assertThat(component().observedName("seen").totals().getSessionsStarted())
                .isEqualTo(1);
    }

    @Test
    void a_name_that_is_used_again_has_empty_totals() {
        assertThat(textOf(sendTo("again"))).isEqualTo("one");
        for (int n = 0; n < TranscriptTopics.MAX_IDLE; n++) {
            send("direct:named", null, Map.of("to", "n" + n));
        }
        assertThat(metersOf("again")).isZero();
        assertThat(textOf(sendTo("again"))).isEqualTo("one");
        assertThat(component().observedName("again").totals().getSessionsStarted())
                .isEqualTo(1);
        assertThat(metersOf("again")).isEqualTo(METERS_OF_A_NAME);
    }

    @Test
    void a_name_stays_while_its_stream_runs() {
        Map<String, Object> piece = Map.of("to", "stream", SESSION_KEY, "k");
        send("direct:named", Tones.pcm(16_000, "one"), piece);
        for (int n = 0; n < TranscriptTopics.MAX_IDLE + 5; n++) {
            send("direct:named", null, Map.of("to", "n" + n));
        }
        assertThat(metersOf("stream")).isEqualTo(METERS_OF_A_NAME);
        Exchange last = send("direct:named", null, Map.of("to", "stream", SESSION_KEY, "k", END_OF_AUDIO, true));
        assertThat(textOf(last)).isEqualTo("one");
    }

    @Test
    void a_stream_that_failed_before_its_route_stopped_releases_its_name() throws Exception {
        emulator.script()
                .onConnection(1)
                .onceStarted()
                .fault(new Fault.SendError("quota_exceeded", "You have exceeded your quota.").andClose(1000));
        send("direct:named", Tones.pcm(16_000, "one"), Map.of("to", "stream", SESSION_KEY, "k"));
        await().until(() -> component().getUsageTotals().getSessionsFailed() == 1);
        context.getRouteController().stopRoute("named");
        await().untilAsserted(() -> assertThat(names()).as("the route's own").isEqualTo(1));
        assertThat(metersOf("stream")).isZero();
    }

    /** The sample in {@code docs/operations.md}. */
    @Test
    void a_name_from_a_message_cannot_set_options() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:line")
                        .validate(header("line").regex("[a-z0-9-]{1,40}"))
                        .toD("elevenlabs-stt:${header.line}");
            }
        });
        assertThat(textOf(send("direct:line", wav("one"), Map.of("line", "line-7"))))
                .isEqualTo("one");
        assertThat(send("direct:line", wav("one"), Map.of("line", "7?baseUrl=wss://thief"))
                        .getException())
                .isInstanceOf(PredicateValidationException.class);
    }

    @Test
    void reading_the_counts_of_a_name_does_not_keep_it() {
        ElevenLabsSttEndpoint endpoint = context.getEndpoint("elevenlabs-stt:looked-at", ElevenLabsSttEndpoint.class);
        assertThat(endpoint.getSessionsLive()).isZero();
        assertThat(endpoint.getLastError()).isNull();
        assertThat(endpoint.listSessions()).isNotNull();
        assertThat(names()).isEqualTo(1);
    }

    @Test
    void a_consumer_keeps_its_name_until_it_stops() throws Exception {
        addRoutes(
                routes -> routes.from("elevenlabs-stt:routed").routeId("routed").to("mock:routed"));
        assertThat(metersOf("routed")).isEqualTo(METERS_OF_A_NAME);
        context.getRouteController().stopRoute("routed");
        assertThat(metersOf("routed")).isZero();
        context.getRouteController().startRoute("routed");
        assertThat(metersOf("routed")).isEqualTo(METERS_OF_A_NAME);
    }

    @Test
    void names_used_by_many_threads_have_meters_while_they_are_used() throws Exception {
        TranscriptTopics topics = component().topics();
        AtomicInteger missing = new AtomicInteger();
        ExecutorService users = Executors.newFixedThreadPool(4);
        for (int user = 0; user < 4; user++) {
            users.submit(() -> {
                for (int turn = 0; turn < 2_000; turn++) {
                    Object self = new Object();
                    TranscriptTopic topic = topics.use("busy", self);
                    if (topics.look("busy") != topic || metersOf("busy") != METERS_OF_A_NAME) {
                        missing.incrementAndGet();
                    }
                    topics.leave("busy", self);
                }
            });
        }
        users.shutdown();
        assertThat(users.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(missing).hasValue(0);
        assertThat(metersOf("busy")).isZero();
        assertThat(names()).isEqualTo(1);
    }

    @Test
    void a_restarted_component_meters_the_names_in_use() throws Exception {
        component().stop();
        assertThat(meters.getMeters()).isEmpty();
        component().start();
        assertThat(metersOf("fixed")).isEqualTo(METERS_OF_A_NAME);
    }
}
