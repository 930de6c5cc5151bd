package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.cli.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the facts in docs/emulator.md. */
class EmulatorDocsTest {
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");
    private static final Pattern FAULT = Pattern.compile("`([a-z-]+(?::\\w+)?@[a-z0-9:@-]+)`");

    private static final Pattern BILLED = Pattern.compile("\\d+ s of audio are billed");
    private static final Path TESTS = Repository.ROOT.resolve("camel-elevenlabs-stt/emulator/src/test");

    private final String docs = Repository.read(Repository.ROOT.resolve("docs/emulator.md"));

    private static List<String> options(String text) {
        return OPTION.matcher(text).results().map(MatchResult::group).distinct().toList();
    }

    @Test
    void exactly_the_options_of_the_command_line_are_documented() {
        String table = docs.substring(docs.indexOf("| option |"), docs.indexOf("To run it without Maven"));
        List<String> explained = options(table);
        List<String> known = options(CommandLine.usage()).stream()
                .filter(option -> !option.equals("--help"))
                .toList();
        assertThat(explained).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void documented_faults_can_be_parsed() {
        List<String> faults =
                FAULT.matcher(docs).results().map(match -> match.group(1)).toList();
        assertThat(faults)
                .isNotEmpty()
                .allSatisfy(fault ->
                        assertThat(CommandLine.parse("--fault", fault).faults()).hasSize(1));
    }

    @Test
    void lines_of_a_recording_can_be_replayed(@TempDir Path folder) throws IOException {
        List<String> lines = docs.lines()
                .filter(line -> line.startsWith("{\"at\""))
                .map(line -> line.replace("{…}", "{}"))
                .toList();
        Path recording = Files.write(folder.resolve("shown.jsonl"), lines);
        assertThat(lines).isNotEmpty();
        assertThatCode(() -> SttEmulator.builder().replay(recording)).doesNotThrowAnyException();
    }

    @Test
    void the_documented_client_versions_are_installed() throws IOException {
        JsonNode installed =
                new ObjectMapper().readTree(TESTS.resolve("node/package.json").toFile());
        for (String client : List.of("@elevenlabs/elevenlabs-js", "@ai-sdk/elevenlabs")) {
            String version = installed.get("dependencies").get(client).asText();
            assertThat(docs).contains("(`" + client + "` " + version + ")");
        }
    }

    @Test
    void no_registry_is_named_where_the_clients_are_pinned() {
        assertThat(Repository.read(TESTS.resolve("node/package-lock.json"))).doesNotContain("\"resolved\"");
    }

    @Test
    void the_documented_cost_of_the_comparison_is_that_of_its_test() {
        String test = Repository.read(TESTS.resolve("java/io/github/camelelevenlabs/stt/emulator/ConformanceIT.java"));
        assertThat(BILLED.matcher(docs).results().map(MatchResult::group))
                .isNotEmpty()
                .allSatisfy(figure -> assertThat(test).contains("startsWith(\"" + figure + "\")"));
    }
}
