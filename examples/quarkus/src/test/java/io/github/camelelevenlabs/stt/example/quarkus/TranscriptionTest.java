package io.github.camelelevenlabs.stt.example.quarkus;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Emulator.class)
class TranscriptionTest {

    SttEmulator emulator;

    @ConfigProperty(name = "inbox")
    Path inbox;

    @ConfigProperty(name = "outbox")
    Path outbox;

    @BeforeEach
    void forget() {
        emulator.reset();
    }

    @AfterEach
    void the_client_did_nothing_wrong() {
        assertThat(emulator.violations()).isEmpty();
    }

    @Test
    void a_recording_in_the_inbox_becomes_a_text_in_the_outbox() throws IOException {
        receive("numbers.wav", Tones.at(16_000).say("one two three | four").wav());
        patiently().until(() -> Files.exists(inbox.resolve("done/numbers.wav")));
        assertThat(outbox.resolve("numbers.txt")).hasContent("one two three four");
        assertThat(emulator.sessions())
                .singleElement()
                .satisfies(session ->
                        assertThat(session.parameter("language_code")).isEqualTo("en"));
    }

    @Test
    void a_broken_connection_costs_no_word() throws IOException {
        emulator.script().afterAudio(ofMillis(1_500)).fault(new Fault.DropConnection());
        receive(
                "call.wav",
                Tones.at(16_000).say("one two three | four five six").wav());
        patiently().until(() -> Files.exists(inbox.resolve("done/call.wav")));
        assertThat(outbox.resolve("call.txt")).hasContent("one two three four five six");
        assertThat(emulator.sessions()).hasSize(2);
    }

    @Test
    void a_file_that_is_no_recording_is_set_aside() throws IOException {
        receive("song.wav", "La la la, sang the wave".getBytes());
        patiently().until(() -> Files.exists(inbox.resolve("failed/song.wav")));
        assertThat(outbox.resolve("song.txt")).doesNotExist();
        assertThat(emulator.sessions()).isEmpty();
    }

    /** Puts a complete file into the inbox: writes it beside the inbox and moves it. */
    private void receive(String name, byte[] recording) throws IOException {
        Path whole = Files.write(inbox.resolveSibling(name), recording);
        Files.move(whole, Files.createDirectories(inbox).resolve(name));
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(2));
    }

    @Test
    void the_readme_shows_the_routes() throws IOException {
        Path module = Path.of(System.getProperty("basedir", "."));
        String readme = Files.readString(module.resolve("README.md"));
        String route = Files.readString(
                module.resolve("src/main/java/io/github/camelelevenlabs/stt/example/quarkus/Recordings.java"));
        String sample = readme.substring(readme.indexOf("```java\n") + 8, readme.indexOf("\n```\n\nand one in YAML"));
        assertThat(withoutSpace(route)).contains(withoutSpace(sample));
        assertThat(readme)
                .contains("```yaml\n" + Files.readString(module.resolve("src/main/resources/camel/segments.camel.yaml"))
                        + "```\n");
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
