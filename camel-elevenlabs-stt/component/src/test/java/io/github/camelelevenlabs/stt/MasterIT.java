package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.fetch.RawHttpServer;
import io.github.camelelevenlabs.stt.repository.InMemorySessionRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances have a route, and Camel's master gives it to one of them. */
class MasterIT extends SttRouteSupport {

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private RawHttpServer station;
    private CamelContext one;
    private CamelContext other;

    private final InMemorySessionRepository sessions = new InMemorySessionRepository();
    private final List<String> results = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @TempDir
    private Path locks;

    @TempDir
    private Path inbox;

    @BeforeEach
    void two_instances() throws Exception {
        station = RawHttpServer.start();
        station.at("/live", reply -> SourceRouteSupport.onAir(reply, "one two"));
        one = instance("one");
        other = instance("other");
    }

    @AfterEach
    void stop_both() throws Exception {
        one.stop();
        other.stop();
        await().until(() -> station.connections() == 0);
        station.close();
    }

    private CamelContext instance(String name) throws Exception {
        CamelContext instance = new DefaultCamelContext();
        ElevenLabsSttConfiguration options = instance.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .getConfiguration();
        options.setApiKey(KEY);
        options.setBaseUrl(emulator.uri().toString());
        FileLockClusterService cluster = new FileLockClusterService();
        cluster.setRoot(locks.toString());
        cluster.setAcquireLockDelay(50, TimeUnit.MILLISECONDS);
        cluster.setAcquireLockInterval(100, TimeUnit.MILLISECONDS);
        instance.addService(cluster);
        instance.getRegistry().bind("sessions", sessions);
        instance.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:news:elevenlabs-stt:news?restartOnEnd=true&audioUrl=" + station.url("/live"))
                        .process(exchange -> heard.add(name));
                from("master:inbox:file:" + inbox + "?includeExt=wav&initialDelay=0&delay=50&move=done")
                        .onException(Exception.class)
                        .process(exchange ->
                                failures.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)))
                        .end()
                        .to("elevenlabs-stt:folder?sessionRepository=#sessions"
                                + "&recordingKey=${file:name}-${file:size}-${file:modified}")
                        .process(exchange -> results.add(exchange.getMessage().getBody(String.class)));
            }
        });
        instance.start();
        return instance;
    }

    @Test
    void one_instance_hears_a_live_url_and_another_one_when_that_has_ended() throws Exception {
        await().atMost(ofSeconds(60)).until(() -> !heard.isEmpty());
        assertThat(station.requests()).hasSize(1);
        boolean first = heard.get(0).equals("one");
        (first ? one : other).stop();
        String next = first ? "other" : "one";
        await().atMost(ofSeconds(60)).until(() -> heard.contains(next));
        assertThat(station.requests()).hasSize(2);
        await().during(ofMillis(300)).until(() -> station.connections() == 1);
    }

    @Test
    void one_instance_polls_a_folder_and_another_one_goes_on_when_that_has_ended() throws Exception {
        for (int number = 0; number < 4; number++) {
            byte[] talk =
                    Tones.at(16_000).say("one ").pause(ofSeconds(1)).say("two").wav();
            Files.write(inbox.resolve(number + ".wav"), talk);
        }
        await().atMost(ofSeconds(60)).until(() -> results.size() == 4);
        await().until(() -> !heard.isEmpty());
        (heard.get(0).equals("one") ? one : other).stop();
        Files.write(inbox.resolve("last.wav"), Tones.at(16_000).say("three").wav());
        await().atMost(ofSeconds(60)).until(() -> results.size() == 5);
        assertThat(results).containsExactly("one two", "one two", "one two", "one two", "three");
        assertThat(failures).isEmpty();
    }
}
