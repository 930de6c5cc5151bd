package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of {@code docs/reference.md} are rendered from the component's JSON, which the build makes from the annotated
 * sources. With {@code -Ddocs.update=true} they are written, otherwise compared.
 */
class ReferenceDocsTest {

    private static final String UPDATE = "mvn -pl camel-elevenlabs-stt/docs-test -am test -Dtest=ReferenceDocsTest"
            + " -Ddocs.update=true -Dsurefire.failIfNoSpecifiedTests=false";

    /** The text between the markers of a name is rendered; the rest is written by hand. */
    private static final Pattern RENDERED =
            Pattern.compile("<!-- (.+): begin -->\n(?:.*\n)*?<!-- \\1: end -->", Pattern.MULTILINE);

    /** {@code | `type` | meaning | retryable | what to do |}. */
    private static final Pattern ERROR_ROW =
            Pattern.compile("^\\| `(\\w+)` \\|[^|]+\\| (retryable|final) \\|[^|]+\\|$", Pattern.MULTILINE);

    @Test
    void the_tables_show_the_options_and_headers_of_the_component() throws IOException {
        Page page = Page.ofDocs("reference.md");
        String written = page.text();
        List<String> names = new ArrayList<>();
        String rendered = RENDERED.matcher(written).replaceAll(table -> {
            names.add(table.group(1));
            return Matcher.quoteReplacement(render(table));
        });
        assertThat(names).containsExactlyInAnyOrderElementsOf(tables().keySet());
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(page.file(), rendered);
        } else {
            assertThat(written)
                    .as("docs/reference.md is not what the sources say; to write it anew, run%n  %s%n", UPDATE)
                    .isEqualTo(rendered);
        }
    }

    @Test
    void the_table_of_errors_has_every_type_with_its_verdict() {
        Map<String, String> documented = new LinkedHashMap<>();
        ERROR_ROW
                .matcher(Page.ofDocs("errors.md").text())
                .results()
                .forEach(row -> documented.put(row.group(1), row.group(2)));
        Map<String, String> expected = new LinkedHashMap<>();
        for (ErrorCode code : ErrorCode.values()) {
            expected.put(code.type(), code.verdict().isRetryable() ? "retryable" : "final");
        }
        assertThat(documented)
                .as("the table of docs/errors.md, which is written by hand")
                .containsExactlyEntriesOf(expected);
    }

    private static String render(MatchResult table) {
        String name = table.group(1);
        return "<!-- " + name + ": begin -->\n" + tables().getOrDefault(name, "") + "<!-- " + name + ": end -->";
    }

    private static Map<String, String> tables() {
        JsonNode component = component();
        Map<String, JsonNode> endpointOptions = byName(component.get("properties"));
        Map<String, JsonNode> componentOptions = byName(component.get("componentProperties"));
        Map<String, JsonNode> shared = new TreeMap<>(componentOptions);
        shared.keySet().retainAll(endpointOptions.keySet());
        componentOptions.keySet().removeAll(shared.keySet());
        return Map.of(
                "endpoint options", grouped(endpointOptions),
                "component options", options(componentOptions),
                "shared options", shared.keySet().stream().collect(Collectors.joining("`, `", "`", "`\n")),
                "headers", headers(byName(component.get("headers"))));
    }

    private static String grouped(Map<String, JsonNode> options) {
        Map<String, Map<String, JsonNode>> groups = new LinkedHashMap<>();
        options.forEach((name, option) -> groups.computeIfAbsent(group(option), key -> new LinkedHashMap<>())
                .put(name, option));
        return groups.entrySet().stream()
                .map(group -> "### " + group.getKey() + "\n\n" + options(group.getValue()))
                .collect(Collectors.joining("\n", "\n", "\n"));
    }

    private static String group(JsonNode option) {
        return option.get("kind").asText().equals("path")
                ? "Path parameter"
                : "Query parameters: " + option.get("group").asText();
    }

    private static String options(Map<String, JsonNode> options) {
        StringBuilder table = new StringBuilder("| Option | Type | Default | Meaning |\n|---|---|---|---|\n");
        options.forEach((name, option) ->
                table.append(row(code(name) + marks(option), type(option), defaultValue(option), meaning(option))));
        return table.toString();
    }

    private static String headers(Map<String, JsonNode> headers) {
        StringBuilder table =
                new StringBuilder("| Header | Constant | For | Type | Meaning |\n|---|---|---|---|---|\n");
        headers.forEach((name, header) -> table.append(row(
                code(name),
                code(header.get("constantName").asText().replaceAll(".*#", "")),
                header.get("group").asText().replace("common", "both"),
                code(simple(header.get("javaType").asText())),
                meaning(header))));
        return table.toString();
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String marks(JsonNode option) {
        return (option.get("required").asBoolean() ? " (required)" : "")
                + (option.get("secret").asBoolean() ? " (secret)" : "")
                + (option.get("deprecated").asBoolean() ? " (deprecated)" : "");
    }

    private static String type(JsonNode option) {
        if (option.has("enum")) {
            List<String> values = new ArrayList<>();
            option.get("enum").forEach(value -> values.add(code(value.asText())));
            return String.join(", ", values);
        }
        String type = option.get("type").asText();
        return type.equals("object") ? code(simple(option.get("javaType").asText())) : type;
    }

    private static String defaultValue(JsonNode option) {
        if (!option.has("defaultValue")) {
            return "";
        }
        String value = option.get("defaultValue").asText();
        return option.get("type").asText().equals("duration") ? duration(Long.parseLong(value)) : code(value);
    }

    private static String duration(long millis) {
        if (millis == 0) {
            return code("0");
        }
        return millis % 1000 == 0 ? code(millis / 1000 + "s") + " (" + millis + " ms)" : code(millis + "ms");
    }

    private static String meaning(JsonNode described) {
        return described.get("description").asText().replace("|", "\\|");
    }

    /** Type names without packages. */
    private static String simple(String javaType) {
        return javaType.replaceAll("\\b[a-z]\\w*\\.", "");
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static Map<String, JsonNode> byName(JsonNode described) {
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        described.properties().forEach(one -> byName.put(one.getKey(), one.getValue()));
        return byName;
    }

    private static JsonNode component() {
        try (InputStream json = ReferenceDocsTest.class.getResourceAsStream(
                "/META-INF/io/github/camelelevenlabs/stt/elevenlabs-stt.json")) {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new AssertionError("The component's JSON cannot be read", e);
        }
    }
}
