package io.github.camelelevenlabs.stt.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The component in the palette of a Karavan that is built with it, whose list of components is one file. */
class KaravanComponentTest {

    private static final JsonNode COMPONENT = KameletFile.component();

    /** The format of Karavan's generator: one component in each line, with a line for each comma. */
    private static final String LIST = """
            [
            {"component":{"name":"direct","title":"Direct"},"properties":{}}
            ,
            {"component":{"name":"seda","title":"SEDA"},"properties":{}}
            ]""";

    @TempDir
    private Path folder;

    @Test
    void the_script_adds_the_component_and_leaves_the_others() throws Exception {
        Path list = Files.writeString(folder.resolve("components.json"), LIST);
        assertThat(addTo(list)).isEqualTo("Added elevenlabs-stt " + version() + "; there are 3 components.\n");
        String added = Files.readString(list);
        assertThat(added)
                .startsWith(LIST.substring(0, LIST.length() - 2) + "\n,\n{\"component\":")
                .endsWith("}\n]");
        ObjectNode expected = COMPONENT.deepCopy();
        expected.remove("componentProperties");
        JsonNode component = new ObjectMapper().readTree(added).get(2);
        assertThat(component.equals(KaravanComponentTest::compare, expected)).isTrue();
    }

    /** JavaScript writes 4.0 as 4. */
    private static int compare(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? Double.compare(one.asDouble(), other.asDouble())
                : one.equals(other) ? 0 : 1;
    }

    @Test
    void the_script_replaces_the_component_of_another_version() throws Exception {
        Path list = Files.writeString(
                folder.resolve("components.json"),
                LIST.replace("\"direct\"", "\"elevenlabs-stt\",\"version\":\"0.0.1\""));
        assertThat(addTo(list)).isEqualTo("Replaced elevenlabs-stt " + version() + "; there are 2 components.\n");
        JsonNode replaced = new ObjectMapper().readTree(list.toFile());
        assertThat(replaced.findValuesAsText("version")).containsExactly(version());
        assertThat(replaced.at("/1/component/name").asText()).isEqualTo("seda");
    }

    /** Karavan's designer requires these fields; without a label it stops with an error. */
    @Test
    void the_component_has_every_field_that_karavan_reads() {
        for (String text : List.of("name", "title", "description", "label", "syntax", "supportLevel", "version")) {
            assertThat(COMPONENT.path("component").path(text).isTextual())
                    .as(text)
                    .isTrue();
        }
        assertThat(COMPONENT.at("/component/syntax").asText()).isEqualTo("elevenlabs-stt:name");
        COMPONENT.get("properties").properties().forEach(option -> {
            for (String text : List.of("label", "kind", "displayName", "group", "type", "description")) {
                assertThat(option.getValue().path(text).isTextual())
                        .as(option.getKey() + "." + text)
                        .isTrue();
            }
            for (String flag : List.of("required", "deprecated", "secret")) {
                assertThat(option.getValue().path(flag).isBoolean())
                        .as(option.getKey() + "." + flag)
                        .isTrue();
            }
        });
        COMPONENT
                .get("headers")
                .properties()
                .forEach(header -> assertThat(
                                header.getValue().path("description").isTextual())
                        .as(header.getKey())
                        .isTrue());
    }

    private String addTo(Path list) throws Exception {
        assumeTrue(hasNode(), "Node.js, with which Karavan is built too, is not on PATH");
        Path component = folder.resolve("elevenlabs-stt.json");
        new ObjectMapper().writeValue(component.toFile(), COMPONENT);
        Process node = new ProcessBuilder(
                        "node",
                        KameletFile.MODULE.resolve("karavan/add-component.mjs").toString(),
                        component.toString(),
                        list.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(said).isZero();
        return said;
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String version() {
        return COMPONENT.at("/component/version").asText();
    }
}
