package io.github.camelelevenlabs.stt.example.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KameletYamlTest {

    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));

    @TempDir
    private Path recordings;

    @TempDir
    private Path transcripts;

    private final AtomicInteger failures = new AtomicInteger();

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void a_recording_becomes_a_text_and_the_example_ends() throws Exception {
        Files.write(
                recordings.resolve("numbers.wav"),
                Tones.at(16_000).say("one two three | four five").wav());
        try (SttEmulator emulator =
                SttEmulator.builder().behaviour(Behaviour.prompt()).start()) {
            Main application = KameletYaml.application(recordings, transcripts, failures::incrementAndGet);
            KameletYaml.useEmulator(application, emulator.uri());
            application.run();
            assertThat(emulator.sessions()).hasSize(1);
            assertThat(emulator.violations()).isEmpty();
        }
        assertThat(failures).hasValue(0);
        assertThat(transcripts.resolve("numbers.txt")).hasContent("one two three four five");
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void a_file_that_is_no_recording_ends_the_example_with_a_failure() throws Exception {
        Files.writeString(recordings.resolve("song.wav"), "La la la, sang the wave");
        try (SttEmulator emulator = SttEmulator.builder().start()) {
            Main application = KameletYaml.application(recordings, transcripts, failures::incrementAndGet);
            KameletYaml.useEmulator(application, emulator.uri());
            application.run();
        }
        assertThat(failures).hasValue(1);
        assertThat(transcripts.resolve("song.txt")).doesNotExist();
    }

    @Test
    void the_readme_shows_the_route() throws Exception {
        String route = Files.readString(MODULE.resolve("src/main/resources/camel/transcribe.camel.yaml"));
        assertThat(Files.readString(MODULE.resolve("README.md"))).contains("```yaml\n" + route + "```\n");
    }
}
