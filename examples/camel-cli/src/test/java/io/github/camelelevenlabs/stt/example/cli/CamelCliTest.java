package io.github.camelelevenlabs.stt.example.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.tools.ToolProvider;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the files for the Camel CLI in a CamelContext of the build. */
class CamelCliTest {

    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));

    @TempDir
    private Path recordings;

    @TempDir
    private Path captions;

    @TempDir
    private Path classes;

    @Test
    void the_routes_in_yaml_transcribe_a_recording() throws Exception {
        Main main = new Main();
        main.configure().withRoutesIncludePattern("file:" + MODULE.resolve("captions.camel.yaml"));
        transcribe(main);
    }

    @Test
    void the_routes_in_java_transcribe_a_recording() throws Exception {
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        MODULE.resolve("Captions.java").toString());
        assertThat(compiled).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Main main = new Main();
            main.configure().addRoutesBuilder((RoutesBuilder)
                    loader.loadClass("Captions").getConstructor().newInstance());
            transcribe(main);
        }
    }

    @Test
    void the_java_routes_and_the_readme_name_the_component_of_this_build() throws Exception {
        String version = versionOf("META-INF/io/github/camelelevenlabs/stt/elevenlabs-stt.json");
        assertThat(Files.readString(MODULE.resolve("Captions.java")))
                .startsWith("//DEPS io.github.camelelevenlabs:camel-elevenlabs-stt:" + version + "\n");
        assertThat(Files.readString(MODULE.resolve("README.md")))
                .contains("--dep=mvn:io.github.camelelevenlabs:camel-elevenlabs-stt:" + version + "\n");
    }

    private static String versionOf(String component) throws Exception {
        try (InputStream json = CamelCliTest.class.getClassLoader().getResourceAsStream(component)) {
            String text = new String(json.readAllBytes(), StandardCharsets.UTF_8);
            return text.replaceAll("(?s).*?\"version\": \"([^\"]+)\".*", "$1");
        }
    }

    private void transcribe(Main main) throws Exception {
        Files.write(
                recordings.resolve("numbers.wav"),
                Tones.at(16_000).say("one two three").wav());
        main.addInitialProperty("recordings", recordings.toString());
        main.addInitialProperty("captions", captions.toString());
        try (SttEmulator emulator =
                SttEmulator.builder().behaviour(Behaviour.prompt()).start()) {
            ElevenLabsSttComponent component = new ElevenLabsSttComponent();
            component.getConfiguration().setBaseUrl(emulator.uri().toString());
            component.getConfiguration().setApiKey("any");
            main.bind("elevenlabs-stt", component);
            main.start();
            try {
                Path subtitles = captions.resolve("numbers.srt");
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(subtitles)
                                .hasContent("1\n00:00:00,000 --> 00:00:01,000\none two three\n\n"));
                assertThat(emulator.violations()).isEmpty();
            } finally {
                main.stop();
            }
        }
    }
}
