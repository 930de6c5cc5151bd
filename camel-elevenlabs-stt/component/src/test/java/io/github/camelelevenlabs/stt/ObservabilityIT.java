package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.observe.ElevenLabsSttSpanDecorator;
import io.github.camelelevenlabs.stt.observe.LogContext;
import io.github.camelelevenlabs.stt.observe.ObservedName;
import io.github.camelelevenlabs.stt.repository.InMemorySessionRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.telemetry.SpanDecoratorManagerImpl;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The operator's view of a route: health, JMX, meters, the developer console, traces and logs. */
class ObservabilityIT extends SttRouteSupport {

    private static final String WORDS_SAID = "one two three";

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile boolean held;
    private volatile Map<String, String> logContext;

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withJMX(true);
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext created = super.createCamelContext();
        created.getRegistry().bind("metricsRegistry", meters);
        enableHealthChecks(created, "consumers");
        enableHealthChecks(created, "producers");
        return created;
    }

    private static void enableHealthChecks(CamelContext context, String repository) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        HealthCheckRepository checks = (HealthCheckRepository) registry.resolveById(repository);
        checks.setEnabled(true);
        registry.register(checks);
    }

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").to("elevenlabs-stt:calls?reconnectDelay=20000&maxReconnectDelay=20000");
        routes.from("elevenlabs-stt:calls").routeId("transcripts").process(this::route);
    }

    private void route(Exchange exchange) throws InterruptedException {
        logContext = MDC.getCopyOfContextMap();
        if (held) {
            release.await();
        }
    }

    private HealthCheck.Result health(String idPart) {
        Collection<HealthCheck.Result> results = HealthCheckHelper.invokeReadiness(context, "full");
        return results.stream()
                .filter(result -> result.getCheck().getId().contains(idPart))
                .findFirst()
                .orElseThrow(() -> new AssertionError(idPart + " is none of "
                        + results.stream()
                                .map(result -> result.getCheck().getId())
                                .toList()));
    }

    @Test
    void readiness_follows_the_results_of_sessions() {
        assertThat(health("consumer:transcripts").getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health("producer:elevenlabs-stt").getState()).isEqualTo(HealthCheck.State.UP);
        emulator.script().onConnection(1).fault(new Fault.SendError("auth_error", "no such key").andClose(1000));
        assertThat(send("direct:recording", wav(WORDS_SAID)).getException()).isInstanceOf(ElevenLabsSttException.class);
        for (String check : new String[] {"consumer:transcripts", "producer:elevenlabs-stt"}) {
            HealthCheck.Result down = health(check);
            assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(down.getMessage()).hasValue("auth_error: no such key");
            assertThat(down.getDetails())
                    .containsEntry("error.type", "auth_error")
                    .containsEntry("name", "calls");
            assertThat(down.getDetails().toString()).doesNotContain(KEY);
        }
        assertThat(textOf(send("direct:recording", wav(WORDS_SAID)))).isEqualTo(WORDS_SAID);
        assertThat(health("consumer:transcripts").getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health("producer:elevenlabs-stt").getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void a_session_that_backs_off_shows_in_health_jmx_meters_and_console() throws Exception {
        emulator.script().onConnection(1).onceStarted().fault(new Fault.HangUp());
        CompletableFuture<Exchange> waiting = template.asyncSend(
                "direct:recording", exchange -> exchange.getIn().setBody(wav(WORDS_SAID)));
        await().until(() -> topic().backingOff() == 1);
        assertThat(health("consumer:transcripts").getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(meters.get("camel.elevenlabs.stt.sessions.backing.off")
                        .gauge()
                        .value())
                .isEqualTo(1);
        TabularData table = (TabularData) jmx().invoke(mbean(), "listSessions", new Object[0], new String[0]);
        CompositeData row = (CompositeData) table.values().iterator().next();
        assertThat(row.get("state")).isEqualTo("BACKING_OFF");
        assertThat(row.get("lastError").toString()).startsWith("connection_lost");
        assertThat(row.get("hints")).isNull();
        assertThat(console().call(DevConsole.MediaType.TEXT).toString())
                .contains("calls: 1 live", "BACKING_OFF", "last error connection_lost");
        context.stop();
        assertThat(waiting.join().getException()).isInstanceOf(ElevenLabsSttException.class);
    }

    @Test
    void jmx_and_meters_show_the_same_numbers() throws Exception {
        assertThat(textOf(send("direct:recording", wav(WORDS_SAID)))).isEqualTo(WORDS_SAID);
        double seconds = context.getEndpoint(uri(), ElevenLabsSttEndpoint.class).getSecondsSent();
        assertThat(seconds).isGreaterThan(0.5);
        assertThat(jmx().getAttribute(mbean(), "SecondsSent")).isEqualTo(seconds);
        assertThat(jmx().getAttribute(mbean(), "SessionsStarted")).isEqualTo(1L);
        assertThat(jmx().getAttribute(mbean(), "SessionsLive")).isEqualTo(0);
        assertThat(jmx().getAttribute(mbean(), "Segments")).isEqualTo(1L);
        assertThat(jmx().getAttribute(mbean(), "Reconnects")).isEqualTo(0L);
        assertThat(jmx().getAttribute(mbean(), "LastError")).isNull();
        assertThat((long) jmx().getAttribute(mbean(), "CommitLatency")).isGreaterThanOrEqualTo(0);
        assertThat(meters.get("camel.elevenlabs.stt.audio.sent")
                        .tags("name", "calls", "camelContext", context.getName(), "kind", "CamelElevenLabsStt")
                        .functionCounter()
                        .count())
                .isEqualTo(seconds);
        assertThat(meters.get("camel.elevenlabs.stt.segments").functionCounter().count())
                .isEqualTo(1);
        assertThat(meters.get("camel.elevenlabs.stt.commit.latency")
                        .functionTimer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void sessions_that_went_on_or_were_taken_over_show_in_jmx_meters_and_console() throws Exception {
        InMemorySessionRepository repository = new InMemorySessionRepository();
        context.getRegistry().bind("kept", repository);
        String kept = uri() + "?sessionRepository=#kept&recordingKey=talk";
        held = true;
        CompletableFuture<Exchange> takenOver =
                template.asyncSend(kept, exchange -> exchange.getIn().setBody(wav(WORDS_SAID)));
        await().until(() -> logContext != null);
        held = false;
        assertThat(textOf(send(kept, wav(WORDS_SAID)))).isEqualTo(WORDS_SAID);
        release.countDown();
        assertThat(takenOver.join().getException()).hasMessageContaining("superseded");
        assertThat(jmx().getAttribute(mbean(), "SessionsResumed")).isEqualTo(1L);
        assertThat(jmx().getAttribute(mbean(), "SessionsSuperseded")).isEqualTo(1L);
        assertThat(jmx().getAttribute(mbean(), "SegmentsRerouted")).isEqualTo(1L);
        for (String meter : new String[] {"sessions.resumed", "sessions.superseded", "segments.rerouted"}) {
            assertThat(meters.get("camel.elevenlabs.stt." + meter)
                            .functionCounter()
                            .count())
                    .as(meter)
                    .isEqualTo(1);
        }
        assertThat(console().call(DevConsole.MediaType.TEXT).toString())
                .contains("1 resumed, 1 failed, 1 of them taken over, 1 segments routed again");
        assertThat(only((JsonObject) console().call(DevConsole.MediaType.JSON), "names"))
                .containsEntry("sessionsResumed", 1L)
                .containsEntry("sessionsSuperseded", 1L)
                .containsEntry("segmentsRerouted", 1L);
    }

    @Test
    void meters_are_removed_when_the_component_stops() {
        assertThat(meters.find("camel.elevenlabs.stt.sessions").meters()).hasSize(1);
        context.stop();
        assertThat(meters.getMeters())
                .noneMatch(meter -> meter.getId().getName().startsWith("camel.elevenlabs"));
    }

    @Test
    void the_console_shows_a_session_while_it_runs() {
        held = true;
        CompletableFuture<Exchange> waiting = template.asyncSend(
                "direct:recording", exchange -> exchange.getIn().setBody(wav(WORDS_SAID)));
        await().until(() -> logContext != null);
        JsonObject name = only((JsonObject) console().call(DevConsole.MediaType.JSON), "names");
        assertThat(name).containsEntry("name", "calls").containsEntry("sessionsStarted", 1L);
        JsonObject session = only(name, "sessions");
        assertThat(session).containsEntry("segments", 1).containsEntry("reconnects", 0);
        release.countDown();
        assertThat(textOf(waiting.join())).isEqualTo(WORDS_SAID);
    }

    private static JsonObject only(JsonObject holder, String list) {
        JsonArray array = (JsonArray) holder.get(list);
        assertThat(array).hasSize(1);
        return (JsonObject) array.get(0);
    }

    @Test
    void log_lines_of_a_route_carry_the_session_and_the_name() {
        Exchange result = send("direct:recording", wav(WORDS_SAID));
        assertThat(logContext)
                .containsEntry(LogContext.NAME, "calls")
                .containsEntry(
                        LogContext.SESSION_ID,
                        result.getMessage().getHeader(ElevenLabsSttConstants.SESSION_ID, String.class));
    }

    @Test
    void the_span_decorator_is_found_for_the_endpoint() {
        assertThat(new SpanDecoratorManagerImpl().get(context.getEndpoint(uri())))
                .isInstanceOf(ElevenLabsSttSpanDecorator.class);
    }

    private ObservedName topic() {
        return context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .observedName("calls");
    }

    private DevConsole console() {
        return context.getCamelContextExtension()
                .getContextPlugin(DevConsoleRegistry.class)
                .resolveById("elevenlabs-stt");
    }

    private static String uri() {
        return "elevenlabs-stt:calls";
    }

    private static MBeanServer jmx() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    private ObjectName mbean() throws Exception {
        Set<ObjectName> found = jmx().queryNames(
                        new ObjectName("org.apache.camel:context=" + context.getManagementName()
                                + ",type=endpoints,name=\"elevenlabs-stt://calls\""),
                        null);
        assertThat(found).hasSize(1);
        return found.iterator().next();
    }
}
