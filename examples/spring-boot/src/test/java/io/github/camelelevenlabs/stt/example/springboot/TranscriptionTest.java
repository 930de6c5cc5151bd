package io.github.camelelevenlabs.stt.example.springboot;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.SttEmulatorExtension;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class TranscriptionTest {

    @RegisterExtension
    static final SttEmulatorExtension emulator = new SttEmulatorExtension();

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("camel.component.elevenlabs-stt.base-url", emulator::uri);
        registry.add("camel.component.elevenlabs-stt.api-key", () -> "any");
        registry.add("inbox", folder.resolve("inbox")::toString);
        registry.add("outbox", folder.resolve("outbox")::toString);
    }

    @LocalServerPort
    private int port;

    @AfterEach
    void the_client_did_nothing_wrong() {
        assertThat(emulator.violations()).isEmpty();
    }

    @Test
    void a_recording_in_the_inbox_becomes_a_text_in_the_outbox(CapturedOutput output) throws IOException {
        receive("numbers.wav", Tones.at(16_000).say("one two three | four").wav());
        patiently().until(() -> Files.exists(folder.resolve("inbox/done/numbers.wav")));
        assertThat(folder.resolve("outbox/numbers.txt")).hasContent("one two three four");
        assertThat(emulator.sessions())
                .singleElement()
                .satisfies(session ->
                        assertThat(session.parameter("language_code")).isEqualTo("en"));
        assertThat(output.getOut())
                .containsSubsequence(
                        "numbers.wav: one two three\n",
                        "numbers.wav: four\n",
                        "Wrote " + folder.resolve("outbox/numbers.txt"));
        actuator("health/readiness").expectStatus().isOk();
        actuator("metrics/camel.elevenlabs.stt.segments").expectStatus().isOk();
    }

    @Test
    void a_broken_connection_costs_no_word() throws IOException {
        emulator.script().afterAudio(ofMillis(1_500)).fault(new Fault.DropConnection());
        receive(
                "call.wav",
                Tones.at(16_000).say("one two three | four five six").wav());
        patiently().until(() -> Files.exists(folder.resolve("inbox/done/call.wav")));
        assertThat(folder.resolve("outbox/call.txt")).hasContent("one two three four five six");
        assertThat(emulator.sessions()).hasSize(2);
    }

    @Test
    void a_file_that_is_no_recording_is_set_aside_with_one_line_in_the_log(CapturedOutput output) throws IOException {
        receive("song.wav", "La la la, sang the wave".getBytes());
        patiently().until(() -> Files.exists(folder.resolve("inbox/failed/song.wav")));
        assertThat(folder.resolve("outbox/song.txt")).doesNotExist();
        assertThat(output.toString().lines().filter(line -> line.contains("song.wav")))
                .singleElement()
                .asString()
                .startsWith("song.wav is not transcribed: invalid_audio: song.wav is not WAV");
        assertThat(output).doesNotContain("\tat ");
        assertThat(emulator.sessions()).isEmpty();
    }

    @Test
    void readiness_reports_the_refusal_of_the_service() throws IOException {
        emulator.script()
                .onEveryConnection()
                .fault(new Fault.SendError("quota_exceeded", "No credits are left").andClose(1008));
        receive("refused.wav", Tones.at(16_000).say("one").wav());
        patiently().until(() -> Files.exists(folder.resolve("inbox/failed/refused.wav")));
        actuator("health/readiness")
                .expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
                .expectBody(String.class)
                .value(body ->
                        assertThat(body).contains("elevenlabs-stt://recordings", "\"error.type\":\"quota_exceeded\""));
    }

    private RestTestClient.ResponseSpec actuator(String path) {
        return RestTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .build()
                .get()
                .uri("/actuator/" + path)
                .exchange();
    }

    /** Puts a complete file into the inbox: writes it beside the inbox and moves it. */
    private static void receive(String name, byte[] recording) throws IOException {
        Path whole = Files.write(folder.resolve(name), recording);
        Files.move(whole, Files.createDirectories(folder.resolve("inbox")).resolve(name));
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(2));
    }

    @Test
    void the_readme_shows_the_routes() throws IOException {
        Path module = Path.of(System.getProperty("basedir", "."));
        String readme = Files.readString(module.resolve("README.md"));
        String route = Files.readString(
                module.resolve("src/main/java/io/github/camelelevenlabs/stt/example/springboot/Recordings.java"));
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
