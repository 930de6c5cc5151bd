package io.github.camelelevenlabs.stt.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/emulator.md says what is so. */
class EmulatorDocsTest {
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");
    private static final Pattern FAULT = Pattern.compile("`([a-z-]+(?::\\w+)?@[a-z0-9:@-]+)`");

    private final String docs = Files.readString(Path.of("..", "..", "docs", "emulator.md"));

    EmulatorDocsTest() throws IOException {}

    private static List<String> options(String text) {
        return OPTION.matcher(text).results().map(MatchResult::group).distinct().toList();
    }

    @Test
    void every_option_of_the_command_line_is_explained_and_no_other() {
        String table = docs.substring(docs.indexOf("| option |"), docs.indexOf("To run it where there is no Maven"));
        List<String> explained = options(table);
        List<String> known = options(CommandLine.usage()).stream()
                .filter(option -> !option.equals("--help"))
                .toList();
        assertThat(explained).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void faults_are_written_as_they_are_understood() {
        List<String> faults =
                FAULT.matcher(docs).results().map(match -> match.group(1)).toList();
        assertThat(faults).isNotEmpty().allSatisfy(FaultCue::parse);
    }

    @Test
    void lines_of_a_recording_can_be_replayed() {
        docs.lines()
                .filter(line -> line.startsWith("{\"at\""))
                .map(line -> line.replace("{…}", "{}"))
                .forEach(line ->
                        assertThat(RecordingCodec.decode(line).connection()).isEqualTo(1));
    }

    @Test
    void clients_have_the_versions_that_are_installed() throws IOException {
        JsonNode installed = new ObjectMapper()
                .readTree(Path.of("src", "test", "node", "package.json").toFile());
        for (String client : List.of("@elevenlabs/elevenlabs-js", "@ai-sdk/elevenlabs")) {
            String version = installed.get("dependencies").get(client).asText();
            assertThat(docs).contains("(`" + client + "` " + version + ")");
        }
    }

    @Test
    void no_registry_is_named_where_the_clients_are_pinned() throws IOException {
        assertThat(Files.readString(Path.of("src", "test", "node", "package-lock.json")))
                .doesNotContain("\"resolved\"");
    }

    @Test
    void the_comparison_with_the_service_costs_what_is_said() {
        Conformance conformance = new Conformance();
        assertThat(docs).contains("(" + Math.round(conformance.audio().toMillis() / 1000.0) + " s of audio are billed");
        assertThat(conformance.checks()).hasSize(14);
    }
}
