package io.github.camelelevenlabs.stt.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstTranscriptTest {

    @TempDir
    private Path recordings;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final SttEmulator emulator =
            SttEmulator.builder().behaviour(Behaviour.prompt()).start();

    @AfterEach
    void stopEmulator() {
        emulator.stop();
    }

    @Test
    void a_recording_in_the_folder_becomes_a_text_beside_it() throws Exception {
        byte[] wav = Tones.at(16_000).say("one two three | four five").wav();
        Files.write(recordings.resolve("numbers.wav"), wav);
        run(() -> shown().contains("Ctrl-C"));
        assertThat(recordings.resolve("numbers.txt")).hasContent("one two three four five");
        assertThat(recordings.resolve("numbers.wav")).hasBinaryContent(wav);
        assertThat(shown())
                .containsSubsequence(
                        "\nnumbers.wav\n",
                        "[00:00.0 – 00:00.5] one two three\n",
                        "[00:02.6 – 00:02.9] four five\n",
                        "Wrote " + recordings.resolve("numbers.txt") + "\n",
                        "Put a WAV file of your own into " + recordings + ", or end with Ctrl-C.\n");
        assertThat(emulator.violations()).isEmpty();
    }

    @Test
    void a_file_that_is_no_recording_is_reported_with_the_accepted_formats() throws Exception {
        Files.writeString(recordings.resolve("song.wav"), "La la la, sang the wave");
        run(() -> shown().contains("Ctrl-C"));
        assertThat(shown()).contains("song.wav has no transcript: ", "song.wav is not WAV", "accepted are WAV");
        assertThat(recordings.resolve("song.txt")).doesNotExist();
    }

    @Test
    void partial_transcripts_stay_on_one_line() {
        Terminal terminal = new Terminal(new PrintStream(shown, true, StandardCharsets.UTF_8), 11);
        terminal.growing("one");
        terminal.growing("one two three four");
        terminal.growing("two");
        terminal.line("done");
        assertThat(shown()).isEqualTo("\rone\r…hree four\rtwo       \r   \rdone\n");
    }

    @Test
    void a_partial_transcript_keeps_its_line_when_the_example_ends() {
        Terminal terminal = new Terminal(new PrintStream(shown, true, StandardCharsets.UTF_8), 80);
        terminal.growing("one two");
        terminal.close();
        terminal.growing("three");
        terminal.close();
        assertThat(shown()).isEqualTo("\rone two\n");
    }

    @Test
    void the_readme_shows_the_routes_of_this_example() throws Exception {
        Path module = Path.of(System.getProperty("basedir", "."));
        String readme = Files.readString(module.resolve("README.md"));
        String shown = readme.substring(readme.indexOf("```java\n") + 8, readme.indexOf("\n```\n"));
        String routes = Files.readString(
                module.resolve("src/main/java/io/github/camelelevenlabs/stt/example/TranscriptRoutes.java"));
        assertThat(withoutSpace(routes)).contains(withoutSpace(shown));
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }

    private void run(Callable<Boolean> done) throws Exception {
        Console console =
                new Console(new Terminal(new PrintStream(shown, true, StandardCharsets.UTF_8), 80), recordings);
        Main application = FirstTranscript.application(recordings, console);
        FirstTranscript.useEmulator(application, emulator.uri());
        application.start();
        try {
            await().until(done);
        } finally {
            application.stop();
        }
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
