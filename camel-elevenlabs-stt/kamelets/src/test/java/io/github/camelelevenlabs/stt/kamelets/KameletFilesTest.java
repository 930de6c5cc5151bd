package io.github.camelelevenlabs.stt.kamelets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the Kamelets say of an option is what the component says, and they keep the rules of Camel's own catalog of
 * Kamelets. With {@code -Ddocs.update=true} what comes from elsewhere is written into them, otherwise compared.
 */
class KameletFilesTest {

    private static final String UPDATE = "mvn -pl camel-elevenlabs-stt/kamelets -am test -Dtest=KameletFilesTest"
            + " -Ddocs.update=true -Dsurefire.failIfNoSpecifiedTests=false";

    private static final JsonNode COMPONENT = KameletFile.component();

    /** {@code {{name}}}, or {@code {{?name}}} if a missing value is not passed on. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\??)(\\w+)}}");

    /** An option's lines in a Kamelet; titles and examples are written by hand. */
    private static final Pattern PROPERTY =
            Pattern.compile("(?m)^      (\\w+):\n(        title: .*\n(?:        .*\n)*)");

    /** A default here would override a value that is set on the component for all routes, or the model's own. */
    private static final List<String> WITHOUT_DEFAULT = List.of("baseUrl", "commitStrategy");

    private static final Map<String, String> TYPES = Map.of("enum", "string", "duration", "string");

    static List<KameletFile> kamelets() {
        return KameletFile.all().toList();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void values_from_the_component_are_up_to_date(KameletFile kamelet) throws IOException {
        String expected = PROPERTY.matcher(kamelet.text())
                .replaceAll(found -> Matcher.quoteReplacement(rendered(found.group(1), found.group(2))));
        expected = expected.replaceAll("(svg\\+xml;base64,)[^\"]*", "$1" + icon())
                .replaceAll("(catalog.version: )\".*\"", "$1\"" + version() + "\"")
                .replaceAll("(mvn:[^:]+:camel-elevenlabs-stt:)[^\"]*", "$1" + version());
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(kamelet.path(), expected);
        } else {
            assertThat(kamelet.text())
                    .as("%s is not what the component and its icon are; to write it anew, run%n  %s%n", kamelet, UPDATE)
                    .isEqualTo(expected);
        }
    }

    private static String rendered(String name, String lines) {
        JsonNode option = COMPONENT.path("properties").path(name);
        assertThat(option.isObject())
                .as("%s is an option of the component", name)
                .isTrue();
        List<String> rendered = new ArrayList<>(line(lines, "title"));
        rendered.add("description: " + quoted(option.get("description")));
        String type = option.get("type").asText();
        rendered.add("type: " + TYPES.getOrDefault(type, type));
        if (option.get("secret").asBoolean()) {
            rendered.addAll(List.of("format: password", "x-descriptors:", "- urn:camel:group:credentials"));
        }
        if (option.has("defaultValue") && !WITHOUT_DEFAULT.contains(name)) {
            rendered.add("default: " + quoted(option.get("defaultValue")));
        }
        if (option.has("enum")) {
            List<String> values = new ArrayList<>();
            option.get("enum").forEach(value -> values.add(quoted(value)));
            rendered.add("enum: [" + String.join(", ", values) + "]");
        }
        rendered.addAll(line(lines, "example"));
        return "      " + name + ":\n        " + String.join("\n        ", rendered) + "\n";
    }

    /** The line with this beginning, unchanged. */
    private static List<String> line(String lines, String key) {
        return lines.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(key + ": "))
                .toList();
    }

    private static String quoted(JsonNode value) {
        return value.toString();
    }

    private static String icon() throws IOException {
        return Base64.getEncoder()
                .encodeToString(Files.readAllBytes(KameletFile.MODULE.resolve("src/main/icon/elevenlabs-stt.svg")));
    }

    private static String version() {
        return COMPONENT.at("/component/version").asText();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void names_and_titles_end_with_the_kind_of_the_kamelet(KameletFile kamelet) {
        String name = kamelet.yaml().at("/metadata/name").asText();
        assertThat(kamelet).hasToString(name + ".kamelet.yaml");
        assertThat(name).endsWith("-" + kamelet.type());
        assertThat(kamelet.definition().path("title").asText().toLowerCase()).endsWith(" " + kamelet.type());
        assertThat(kamelet.definition().path("description").asText()).isNotBlank();
        assertThat(kamelet.definition().path("type").asText()).isEqualTo("object");
        assertThat(kamelet.metadata("annotations", "kamelet.support.level")).isEqualTo("Preview");
        assertThat(kamelet.metadata("annotations", "kamelet.namespace")).isEqualTo("AI");
        assertThat(kamelet.metadata("annotations", "provider")).isEqualTo("camel-elevenlabs-stt");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void the_template_uses_exactly_the_declared_properties(KameletFile kamelet) {
        ObjectNode properties = (ObjectNode) kamelet.definition().path("properties");
        List<String> declared = new ArrayList<>();
        properties.properties().forEach(property -> {
            boolean always = property.getValue().has("default") || isRequired(kamelet, property.getKey());
            declared.add("{{" + (always ? "" : "?") + property.getKey() + "}}");
        });
        List<String> used = PLACEHOLDER
                .matcher(kamelet.yaml().at("/spec/template").toString())
                .results()
                .map(found -> found.group())
                .filter(placeholder -> !placeholder.equals("{{routeId}}"))
                .toList();
        assertThat(used).containsExactlyInAnyOrderElementsOf(declared);
        assertThat(kamelet.property("apiKey").path("format").asText()).isEqualTo("password");
    }

    private static boolean isRequired(KameletFile kamelet, String property) {
        return kamelet.definition().path("required").toString().contains("\"" + property + "\"");
    }

    /** Karavan treats every {@code ---} in a line as the end of a Kamelet. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void karavan_reads_the_file_as_one_kamelet(KameletFile kamelet) {
        assertThat(kamelet.text()).doesNotContain("---");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void a_kamelet_declares_the_dependencies_it_needs(KameletFile kamelet) {
        List<String> dependencies = new ArrayList<>();
        kamelet.yaml().at("/spec/dependencies").forEach(dependency -> dependencies.add(dependency.asText()));
        assertThat(dependencies)
                .containsExactly("mvn:io.github.camelelevenlabs:camel-elevenlabs-stt:" + version(), "camel:kamelet");
        assertThat(KameletFile.class.getResource("/kamelets/" + kamelet)).isNotNull();
    }
}
