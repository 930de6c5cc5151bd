package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.fetch.RawHttpServer;
import io.github.camelelevenlabs.stt.repository.LockedSessionPermits;
import io.github.camelelevenlabs.stt.repository.SessionPermits;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import io.github.camelelevenlabs.stt.test.WavFile;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.ObjectName;
import javax.sql.DataSource;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Contexts that share the limit of an account by locks in a database. */
class PermitsIT {

    /** As two instances have them, but for their process. */
    private static final String ROUTE = """
            - route:
                from:
                  uri: direct:recording
                  steps:
                    - to:
                        uri: elevenlabs-stt:calls
                        parameters:
                          sessionPermits: "#bean:permits"
                          readRate: 4
            - route:
                from:
                  uri: direct:channels
                  steps:
                    - to:
                        uri: elevenlabs-stt:calls
                        parameters:
                          sessionPermits: "#bean:permits"
                          channels: split
            - route:
                from:
                  uri: direct:url
                  steps:
                    - to:
                        uri: elevenlabs-stt:calls
                        parameters:
                          sessionPermits: "#bean:permits"
                          allowPrivateUrls: true
                          readRate: 0
            """;

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<Instance> instances = new ArrayList<>();
    private SharedTable table;
    private SttEmulator emulator;

    private final class Instance {
        private final LockedSessionPermits permits;
        private final CamelContext context = new DefaultCamelContext();
        private final ProducerTemplate template;

        private Instance(int count) throws Exception {
            permits = permits(table, count);
            context.getRegistry().bind("permits", permits);
            context.getRegistry().bind("metricsRegistry", meters);
            ElevenLabsSttConfiguration options = context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                    .getConfiguration();
            options.setApiKey(SttRouteSupport.KEY);
            options.setBaseUrl(emulator.uri().toString());
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("routes.yaml", ROUTE));
            context.getShutdownStrategy().setTimeout(10);
            context.start();
            template = context.createProducerTemplate();
            instances.add(this);
        }

        private List<CompletableFuture<Exchange>> transcribe(int recordings, byte[] wav) {
            return IntStream.range(0, recordings)
                    .mapToObj(n -> send("direct:recording", wav))
                    .toList();
        }

        private CompletableFuture<Exchange> send(String route, Object body) {
            return template.asyncSend(route, exchange -> exchange.getIn().setBody(body));
        }
    }

    @BeforeEach
    void start() throws Exception {
        table = new SharedTable();
        emulator = SttRouteSupport.service()
                .behaviour(Behaviour.prompt().with(b -> b.maxConcurrentSessions(2)))
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        instances.forEach(instance -> instance.context.stop());
        emulator.stop();
        table.close();
    }

    private static LockedSessionPermits permits(DataSource dataSource, int count) {
        LockProvider locks = new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
                .withJdbcTemplate(new JdbcTemplate(dataSource))
                .usingDbTime()
                .withLockedByValue(UUID.randomUUID().toString())
                .build());
        return new LockedSessionPermits(locks, count);
    }

    private static byte[] wav() {
        return Tones.at(16_000).say("one two").wav();
    }

    private void noneWasRefused() {
        assertThat(emulator.sessions())
                .allSatisfy(session -> assertThat(session.error()).isEmpty());
    }

    @Test
    void two_contexts_together_have_no_more_sessions_than_there_are_permits_and_give_them_back_before_they_stop()
            throws Exception {
        Instance one = new Instance(2);
        Instance other = new Instance(2);
        List<CompletableFuture<Exchange>> sent = Stream.concat(
                        one.transcribe(4, wav()).stream(), other.transcribe(4, wav()).stream())
                .toList();
        sent.forEach(
                exchange -> assertThat(SttRouteSupport.textOf(exchange.join())).isEqualTo("one two"));
        assertThat(emulator.sessions()).hasSize(8);
        noneWasRefused();
        one.context.stop();
        other.context.stop();
        assertThat(table.locked()).isZero();
    }

    @Test
    void sessions_wait_while_the_database_is_away_and_begin_when_it_is_there() throws Exception {
        table.away(true);
        try (CapturedLog log = CapturedLog.everything()) {
            Instance one = new Instance(2);
            CompletableFuture<Exchange> sent = one.send("direct:recording", wav());
            await().until(() -> log.text().contains("The store of the session permits elevenlabs-stt cannot be used"));
            assertThat(emulator.sessions()).isEmpty();
            assertThat(one.permits.waiting()).isEqualTo(1);
            table.away(false);
            assertThat(SttRouteSupport.textOf(sent.join())).isEqualTo("one two");
            assertThat(log.text()).contains("The store of the session permits elevenlabs-stt can be used again");
        }
    }

    @Test
    void a_recording_with_more_channels_than_there_are_permits_fails_with_both_numbers() throws Exception {
        byte[] stereo = WavFile.stereo(16_000, Tones.at(16_000).say("one").pcm());
        Exchange sent = new Instance(1).send("direct:channels", stereo).join();
        assertThat(sent.getException())
                .isInstanceOf(ElevenLabsSttException.class)
                .hasMessageContaining(
                        "the recording has 2 channels to split, which need as many sessions at once, and the"
                                + " number of sessionPermits is 1; raise it or use channels=mix");
    }

    @Test
    void recordings_behind_urls_are_opened_only_as_many_as_there_are_permits() throws Exception {
        Instance one = new Instance(1);
        byte[] audio = wav();
        List<Integer> sessionsBefore = new CopyOnWriteArrayList<>();
        try (RawHttpServer server = RawHttpServer.start()) {
            server.at("/next.wav", reply -> {
                sessionsBefore.add(emulator.sessions().size());
                reply.head("200 OK", "Content-Type: audio/wav", "Content-Length: " + audio.length)
                        .send(audio);
            });
            List<CompletableFuture<Exchange>> sent = IntStream.range(0, 3)
                    .mapToObj(n -> one.send("direct:url", server.url("/next.wav")))
                    .toList();
            sent.forEach(exchange ->
                    assertThat(SttRouteSupport.textOf(exchange.join())).isEqualTo("one two"));
        }
        assertThat(sessionsBefore).containsExactly(0, 1, 2);
    }

    @Test
    void permits_that_are_held_and_waited_for_show_in_meters_jmx_and_console() throws Exception {
        Instance one = new Instance(2);
        SessionPermits.Place both = holdAll(one);
        CompletableFuture<Exchange> sent = one.send("direct:recording", wav());
        await().untilAsserted(() -> assertThat(meter("permits.waiting")).isEqualTo(1));
        assertThat(meter("permits")).isEqualTo(2);
        assertThat(meter("permits.held")).isEqualTo(2);
        assertThat(jmx(one, "PermitsHeld")).isEqualTo(2);
        assertThat(jmx(one, "PermitsWaitedFor")).isEqualTo(1);
        DevConsole console = one.context
                .getCamelContextExtension()
                .getContextPlugin(DevConsoleRegistry.class)
                .resolveById("elevenlabs-stt");
        assertThat(console.call(DevConsole.MediaType.TEXT).toString())
                .contains("permits elevenlabs-stt: 2 of 2 held here, 1 sessions wait");
        assertThat(console.call(DevConsole.MediaType.JSON).toString()).contains("held=2, waiting=1");
        both.leave();
        assertThat(SttRouteSupport.textOf(sent.join())).isEqualTo("one two");
        one.context.stop();
        assertThat(meters.find("camel.elevenlabs.stt.permits").gauge()).isNull();
    }

    @Test
    void a_session_that_waits_for_a_permit_when_its_context_stops_fails_and_leaves_the_queue() throws Exception {
        Instance one = new Instance(1);
        SessionPermits.Place all = holdAll(one);
        CompletableFuture<Exchange> sent = one.send("direct:recording", wav());
        await().until(() -> one.permits.waiting() == 1);
        one.context.getShutdownStrategy().setTimeout(1);
        one.context.stop();
        assertThat(sent.join().getException())
                .isInstanceOfSatisfying(
                        ElevenLabsSttException.class,
                        failure -> assertThat(failure.getErrorType()).isEqualTo("stopped"));
        assertThat(one.permits.waiting()).isZero();
        assertThat(one.permits.held()).as("another context's").isEqualTo(1);
        all.leave();
    }

    private static SessionPermits.Place holdAll(Instance instance) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        SessionPermits.Place all = instance.permits.enter(instance.permits.count(), () -> turn.complete(null));
        turn.join();
        return all;
    }

    private double meter(String name) {
        return meters.get("camel.elevenlabs.stt." + name)
                .tag("permits", "elevenlabs-stt")
                .gauge()
                .value();
    }

    private static Object jmx(Instance instance, String attribute) throws Exception {
        ObjectName endpoints =
                new ObjectName("org.apache.camel:context=" + instance.context.getName() + ",type=endpoints,*");
        ObjectName endpoint = ManagementFactory.getPlatformMBeanServer().queryNames(endpoints, null).stream()
                .filter(name -> name.getKeyProperty("name").contains("elevenlabs-stt"))
                .findFirst()
                .orElseThrow();
        return ManagementFactory.getPlatformMBeanServer().getAttribute(endpoint, attribute);
    }
}
