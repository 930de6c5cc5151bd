package io.github.camelelevenlabs.stt.emulator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.EmulatorMain;
import io.github.camelelevenlabs.stt.emulator.RealtimeClient;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
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
import org.junit.jupiter.params.provider.ValueSource;

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
                "--recogniser whisper | --recogniser must be tones, speech or script:<file>, was 'whisper'",
                "--set idleTimeout | --set idleTimeout needs '=' and a value",
                "--set idleTimeout=5 | --set idleTimeout needs a time such as 200ms, 1.5s or 2m, was '5'",
                "--set muteStall=yes | --set muteStall must be true or false, was 'yes'",
                "--set muteStall=none | --set muteStall=none needs true or false",
                "--set maxPreviousText=few | --set maxPreviousText must be a whole number, was 'few'",
                "--set readRate=fast | --set readRate must be a number, was 'fast'",
                "--set commitFloorAudio=none | --set commitFloorAudio=none: without it there is no service",
                "--set twinOrder=any | --set twinOrder must be as-seen or plain-first or timed-first or timed-late or "
                        + "timed-missing or plain-missing, was 'any'",
                "--random-faults few | --random-faults must be a whole number, was 'few'",
                "--fault explode | --fault: 'explode' in 'explode' is no fault; --help lists them",
                "--fault drop:2s | --fault: drop in 'drop:2s' takes no value, was '2s'",
                "--fault close | --fault: close in 'close' needs a value behind it; --help explains which",
                "--fault close:99 | --fault: close in 'close:99' needs a number from 1000 to 4999, was '99'",
                "--fault stall:long | --fault: stall in 'stall:long' needs a time such as 200ms, 1.5s or 2m, was 'long'",
                "--fault drop@soon | --fault: 'drop@soon' needs a time such as 200ms, 1.5s or 2m, was 'soon'",
                "--fault drop@commit:0 | --fault: commit in 'drop@commit:0' needs a number from 1, was '0'",
                "--fault drop@2s@3s | --fault: 'drop@2s@3s' is not WHAT[@WHEN][@CONNECTION]; --help explains these",
                "--replay nowhere.jsonl | Cannot read the recording nowhere.jsonl: "
                        + "java.nio.file.NoSuchFileException: nowhere.jsonl"
            })
    void reports_an_error_in_one_line(String arguments, String message) {
        assertThatThrownBy(() -> CommandLine.parse(arguments.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void a_missing_script_is_named() {
        assertThatThrownBy(() -> CommandLine.parse("--recogniser", "script:nowhere.txt"))
                .hasMessageStartingWith("--recogniser cannot read nowhere.txt");
    }

    @Test
    void transcribes_the_lines_of_a_script(@TempDir Path folder) throws IOException {
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
    void an_unknown_setting_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> CommandLine.parse("--set", "idleTime=5s"))
                .hasMessageStartingWith("--set knows no 'idleTime'; it knows sessionStartedDelay, warmUpAudio, ")
                .hasMessageContaining(", idleTimeout, ")
                .hasMessageEndingWith(", fragmentBytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hang-up@time:2s", "close:1012:restart@answer:1", "error:rate_limited:1008", "error:unheard_of@start",
                "stall:3s@messages:4", "silent@2s@connection:3", "stop-reading:1m@1.5s", "empty-answer@commit:1",
                "repeat-text:3@commit:2", "repeat-answer:2@commit:1@every-connection", "never-start", "refuse:503@open"
            })
    void accepts_every_fault_and_every_moment(String fault) {
        assertThat(CommandLine.parse("--fault", fault).faults()).hasSize(1);
    }

    @Test
    void every_setting_accepts_its_own_default() {
        Behaviour service = Behaviour.service();
        for (String line : BehaviourSyntax.usage(service)) {
            String[] columns = line.trim().split("\\s+", 3);
            Behaviour same = BehaviourSyntax.change(service, columns[0] + "=" + columns[1]);
            assertThat(BehaviourSyntax.usage(same)).isEqualTo(BehaviourSyntax.usage(service));
        }
    }

    @Test
    void a_fault_that_cannot_happen_at_its_moment_is_refused() {
        assertThatThrownBy(() -> CommandLine.parse("--fault", "refuse:429@2s"))
                .hasMessageStartingWith("--fault: RefuseHandshake[status=429] can only happen when a connection opens");
        assertThatThrownBy(() -> CommandLine.parse("--fault", "no-answer"))
                .hasMessageStartingWith("--fault: SwallowCommitAnswer[] can only happen on a commit");
    }

    @Test
    void faults_happen_at_the_requested_moment() {
        CommandLine commandLine = CommandLine.parse(
                "--speed", "20", "--fault", "close:1011:broken@commit:1@connection:2", "--fault", "drop@500ms");
        try (SttEmulator emulator = commandLine.start()) {
            try (RealtimeClient first = RealtimeClient.start(emulator, "")) {
                first.audio(Tones.pcm(16_000, "one two three"));
                assertThat(first.awaitClosed().code()).isEqualTo(-1);
            }
            try (RealtimeClient second = RealtimeClient.start(emulator, "")) {
                second.audio(Tones.pcm(16_000, "one two three")).commit();
                assertThat(second.awaitClosed()).isEqualTo(new RealtimeClient.Closed(1011, "broken"));
            }
        }
    }

    @Test
    void a_fault_may_happen_on_every_connection() {
        CommandLine commandLine =
                CommandLine.parse("--speed", "20", "--fault", "error:quota_exceeded@start@every-connection");
        try (SttEmulator emulator = commandLine.start()) {
            for (int connection = 1; connection <= 2; connection++) {
                try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
                    assertThat(client.next("quota_exceeded").get("error").asText())
                            .isEqualTo("You have exceeded your quota.");
                    assertThat(client.awaitClosed()).isEqualTo(new RealtimeClient.Closed(1000, "quota_exceeded"));
                }
            }
        }
    }

    @Test
    void rules_and_times_of_the_service_can_be_changed() {
        CommandLine commandLine = CommandLine.parse(
                "--set", "commitToPlain=1ms", "--set", "echoDelay=none", "--set", "twinOrder=timed-first");
        try (SttEmulator emulator = commandLine.start();
                RealtimeClient client = RealtimeClient.start(emulator, "include_timestamps=true")) {
            for (int commit = 1; commit <= 2; commit++) {
                client.chunk(Tones.pcm(16_000, "one two"), true).next("committed_transcript");
            }
            assertThat(client.types())
                    .containsExactly(
                            "session_started",
                            "committed_transcript_with_timestamps",
                            "committed_transcript",
                            "committed_transcript_with_timestamps",
                            "committed_transcript");
        }
    }

    @Test
    void help_prints_the_options_and_exits_with_0() throws Exception {
        Process process = run("--help");
        assertThat(output(process)).isEqualTo(CommandLine.usage());
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void bad_arguments_exit_with_2() throws Exception {
        Process process = run("--speed", "fast");
        assertThat(output(process)).isEqualTo("--speed must be a number, was 'fast'");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void serves_until_it_is_stopped() throws Exception {
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
