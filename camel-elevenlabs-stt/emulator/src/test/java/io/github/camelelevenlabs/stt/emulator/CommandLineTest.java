package io.github.camelelevenlabs.stt.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    private static Process run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EmulatorMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--verbose | Unknown option --verbose; --help lists them all",
                "--port | --port needs a value after it",
                "--port many | --port must be a number, was 'many'",
                "--port 70000 | --port must be from 1 to 65535, was 70000",
                "--speed 0 | --speed must be more than 0, was 0",
                "--recogniser whisper | --recogniser must be tones, speech or script:<file>, was 'whisper'"
            })
    void says_in_one_line_what_is_wrong(String arguments, String message) {
        assertThatThrownBy(() -> CommandLine.parse(arguments.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void a_script_that_is_not_there_is_named() {
        assertThatThrownBy(() -> CommandLine.parse("--recogniser", "script:nowhere.txt"))
                .hasMessageStartingWith("--recogniser cannot read nowhere.txt");
    }

    @Test
    void says_the_lines_of_a_script(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("script.txt"), "The harbour is quiet.\n\nGood night.\n");
        CommandLine commandLine = CommandLine.parse("--recogniser", "script:" + script, "--speed", "100");
        try (SttEmulator emulator = commandLine.emulator().start();
                RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.audio(Tones.pcm(16_000, "one two")).commit();
            assertThat(client.nextCommitted()).isEqualTo("The harbour is quiet.");
            client.audio(Tones.pcm(16_000, "one two")).commit();
            assertThat(client.nextCommitted()).isEqualTo("Good night.");
        }
    }

    @Test
    void help_explains_and_ends_well() throws Exception {
        Process process = run("--help");
        assertThat(output(process)).isEqualTo(CommandLine.USAGE);
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void bad_arguments_end_with_2() throws Exception {
        Process process = run("--speed", "fast");
        assertThat(output(process)).isEqualTo("--speed must be a number, was 'fast'");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void serves_until_it_is_ended() throws Exception {
        Process process = run();
        try {
            String line = process.inputReader(StandardCharsets.UTF_8).readLine();
            assertThat(line).matches("Serving at ws://127.0.0.1:\\d+ \\(Ctrl-C ends\\)");
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
