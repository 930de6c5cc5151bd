package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.ElevenLabsSttConfiguration;
import io.github.camelelevenlabs.stt.docs.Page;
import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An emulator that recognises tones, a context for the recipe, and the folders of the recipes. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class RecipeSupport {

    static final byte[] NO_AUDIO = "This is no WAV file".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path inbox;

    @TempDir
    Path outbox;

    final SttEmulator emulator =
            SttEmulator.builder().behaviour(Behaviour.prompt()).start();
    final DefaultCamelContext context = new DefaultCamelContext();
    ProducerTemplate template;

    @BeforeEach
    void connectToTheEmulator() {
        options().setApiKey("any");
        options().setBaseUrl(emulator.uri().toString());
        options().setReadRate(0);
        options().setMaxReconnectAttempts(0);
        property("inbox", inbox);
        property("outbox", outbox);
    }

    @AfterEach
    void stop() {
        context.stop();
        emulator.stop();
        assertThat(emulator.violations()).isEmpty();
    }

    /** The options of the component. */
    ElevenLabsSttConfiguration options() {
        return context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .getConfiguration();
    }

    void property(String name, Object value) {
        context.getPropertiesComponent().addInitialProperty(name, value.toString());
    }

    /** Starts the context, after the test has added the servers of the recipe. */
    void start() {
        context.start();
        template = context.createProducerTemplate();
    }

    /** Adds the first routes in YAML below a heading of the page. */
    void addYaml(String heading) throws Exception {
        Page recipes = Page.ofDocs("recipes.md");
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString(
                        "recipe.camel.yaml", recipes.first("yaml", heading).text()));
    }

    /** Adds each route that a page shows in this language. */
    void addRoutes(Page page, String language) throws Exception {
        List<String> routes = page.samples(language).stream()
                .filter(sample -> sample.contains("route"))
                .toList();
        assertThat(routes).isNotEmpty();
        int number = 0;
        for (String route : routes) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString("sample" + number++ + "." + language, route));
        }
    }

    Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.request(uri, exchange -> {
            exchange.getIn().setBody(body);
            exchange.getIn().setHeaders(new HashMap<>(headers));
        });
    }

    void breakEveryConnection(Fault fault) {
        emulator.script().onEveryConnection().onceStarted().fault(fault);
    }

    /** Moves the complete file, so that no poll finds half of it. */
    void drop(String name, byte[] content) throws IOException {
        Files.move(Files.write(outbox.resolve("unfinished"), content), inbox.resolve(name));
    }

    static byte[] wav(String words) {
        return Tones.at(16_000).say(words).wav();
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(100));
    }
}
