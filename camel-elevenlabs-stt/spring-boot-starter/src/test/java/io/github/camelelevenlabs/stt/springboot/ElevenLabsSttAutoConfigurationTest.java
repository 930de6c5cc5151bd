package io.github.camelelevenlabs.stt.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.ElevenLabsSttConstants;
import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** An application as in {@code docs/where-it-runs.md}, against the emulator. */
class ElevenLabsSttAutoConfigurationTest {

    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final Path PAGE = MODULE.resolve("../../docs/where-it-runs.md");
    private static final Path SOURCES =
            MODULE.resolve("../spring-boot-starter/src/test/java/io/github/camelelevenlabs/stt/springboot");
    private static final Path EXAMPLE = MODULE.resolve("../../examples/spring-boot/src/test/java/"
            + "io/github/camelelevenlabs/stt/example/springboot/TranscriptionTest.java");

    @TempDir
    private Path inbox;

    @TempDir
    private Path outbox;

    private final SttEmulator emulator =
            SttEmulator.builder().behaviour(Behaviour.prompt()).apiKey("sk_1").start();
    private ConfigurableApplicationContext application;

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
        emulator.stop();
    }

    @Test
    void tests_run_on_the_versions_that_the_build_names() {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("spring-boot.version"));
        start("camel.component.elevenlabs-stt.enabled=true");
        String camel = application.getBean(CamelContext.class).getVersion();
        assertThat(camel).isEqualTo(System.getProperty("camel.version"));
        assertThat(PAGE).content().contains(SpringBootVersion.getVersion() + " with Camel " + camel);
    }

    @Test
    void an_application_transcribes_with_the_properties_of_the_page() throws IOException {
        List<String> properties = new ArrayList<>(List.of(
                "camel.component.elevenlabs-stt.api-key=sk_1",
                "camel.component.elevenlabs-stt.base-url=" + emulator.uri()));
        properties.addAll(samples("properties").get(0).lines().toList());
        start(List.of(Application.class, Captions.class), properties.toArray(String[]::new));

        Files.move(
                Files.write(
                        inbox.resolve("unfinished"),
                        Tones.at(16_000).say("one two").wav()),
                inbox.resolve("call.wav"));
        await().until(() -> Files.exists(inbox.resolve("done/call.wav")));

        assertThat(outbox.resolve("call.txt")).hasContent("one two");
        assertThat(emulator.sessions())
                .singleElement()
                .satisfies(session ->
                        assertThat(session.parameter("language_code")).isEqualTo("en"));
        assertThat(component().getConfiguration().getMaxConcurrentSessions()).isEqualTo(10);
        assertThat(component().getConfiguration().getTranscriptTimeout()).isEqualTo(90_000);
    }

    @Test
    void a_property_names_the_header_with_the_key_of_a_call() {
        start(
                List.of(Application.class, Calls.class),
                "camel.component.elevenlabs-stt.api-key=sk_1",
                "camel.component.elevenlabs-stt.base-url=" + emulator.uri(),
                samples("properties").get(1));
        ProducerTemplate template = application.getBean(ProducerTemplate.class);
        for (String spoken : List.of("one two", "three")) {
            template.sendBodyAndHeader(
                    "direct:phone", Tones.at(16_000).say(spoken).wav(), "callId", "17");
        }
        assertThat(template.requestBodyAndHeaders(
                        "direct:phone",
                        null,
                        Map.of("callId", "17", ElevenLabsSttConstants.END_OF_AUDIO, true),
                        String.class))
                .isEqualTo("one two three");
        assertThat(emulator.sessions()).hasSize(1);
    }

    @Test
    void tokens_come_from_a_bean() {
        start(samples("properties").get(2));
        assertThat(component().getConfiguration().getToken())
                .isInstanceOfSatisfying(
                        Supplier.class, tokens -> assertThat(tokens.get()).isEqualTo("sutkn_1"));
    }

    @Test
    void the_disabled_starter_leaves_the_component_unchanged() {
        start("camel.component.elevenlabs-stt.enabled=false", "camel.component.elevenlabs-stt.language-code=en");
        assertThat(component().getConfiguration().getLanguageCode()).isNull();
    }

    @Test
    void without_the_customizer_the_component_stays_unchanged() {
        start(
                "camel.component.elevenlabs-stt.customizer.enabled=false",
                "camel.component.elevenlabs-stt.language-code=en");
        assertThat(component().getConfiguration().getLanguageCode()).isNull();
    }

    @Test
    void the_samples_are_those_that_run_here_and_in_the_example() throws IOException {
        String here = withoutSpace(Files.readString(SOURCES.resolve("ElevenLabsSttAutoConfigurationTest.java"))
                + Files.readString(SOURCES.resolve("Captions.java"))
                + Files.readString(SOURCES.resolve("Calls.java"))
                + Files.readString(EXAMPLE));
        assertThat(samples("java"))
                .hasSize(4)
                .allSatisfy(sample -> assertThat(here).contains(withoutSpace(sample)));
    }

    private void start(String... properties) {
        start(List.of(Application.class), properties);
    }

    private void start(List<Class<?>> sources, String... properties) {
        application = new SpringApplicationBuilder(sources.toArray(Class[]::new))
                .web(WebApplicationType.NONE)
                .properties(properties(String.join("\n", properties)))
                .run("--inbox=" + inbox, "--outbox=" + outbox);
    }

    private ElevenLabsSttComponent component() {
        return application.getBean(CamelContext.class).getComponent("elevenlabs-stt", ElevenLabsSttComponent.class);
    }

    private static Properties properties(String lines) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(lines));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return properties;
    }

    private static List<String> samples(String language) {
        try {
            String page = Files.readString(PAGE);
            String section = page.substring(page.indexOf("\n## Spring Boot\n"), page.indexOf("\n## Quarkus\n"));
            return Pattern.compile("```" + language + "\n(.+?)```", Pattern.DOTALL)
                    .matcher(section)
                    .results()
                    .map(sample -> sample.group(1))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {
        @Bean
        TokenService tokenService() {
            return () -> "sutkn_1";
        }

        @Bean
        Supplier<String> tokens(TokenService service) {
            return service::mint;
        }
    }

    interface TokenService {
        String mint();
    }
}
