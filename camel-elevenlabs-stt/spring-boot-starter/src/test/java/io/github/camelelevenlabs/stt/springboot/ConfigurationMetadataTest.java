package io.github.camelelevenlabs.stt.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepositoryJsonBuilder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * Compares what editors know of the properties with the component's options. With {@code -Dmetadata.update=true} the file
 * is written anew.
 */
class ConfigurationMetadataTest {

    private static final String PREFIX = ComponentProperties.PREFIX;
    private static final Path METADATA = Path.of(System.getProperty("basedir", "."))
            .resolve("../spring-boot-starter/src/main/resources/META-INF/spring-configuration-metadata.json");
    private static final String UPDATE = "mvn -pl camel-elevenlabs-stt/spring-boot-starter -am test"
            + " -Dtest=ConfigurationMetadataTest -Dsurefire.failIfNoSpecifiedTests=false -Dmetadata.update=true";

    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Test
    void the_metadata_lists_every_option() throws IOException {
        JsonNode rendered = metadata();
        if (Boolean.getBoolean("metadata.update")) {
            Files.writeString(METADATA, mapper.writeValueAsString(rendered) + "\n");
        }
        assertThat(mapper.readTree(METADATA.toFile()))
                .as("%s is not what the component says; to write it anew, run%n  %s%n", METADATA.getFileName(), UPDATE)
                .isEqualTo(rendered);
    }

    @Test
    void spring_boot_can_read_the_metadata() throws IOException {
        Map<String, ConfigurationMetadataProperty> properties;
        try (InputStream json = Files.newInputStream(METADATA)) {
            properties = ConfigurationMetadataRepositoryJsonBuilder.create(json)
                    .build()
                    .getAllProperties();
        }
        assertThat(properties)
                .hasSize(ComponentJson.options().size() + 2)
                .allSatisfy((name, property) ->
                        assertThat(property.getDescription()).as(name).isNotBlank());
        assertThat(properties.get(PREFIX + ".transcript-timeout"))
                .returns("java.time.Duration", ConfigurationMetadataProperty::getType)
                .returns("30s", ConfigurationMetadataProperty::getDefaultValue);
        assertThat(properties.get(PREFIX + ".commit-strategy").getHints().getValueHints())
                .extracting(hint -> hint.getValue())
                .containsExactly("vad", "manual", "turn_prediction");
    }

    private ObjectNode metadata() {
        ObjectNode metadata = mapper.createObjectNode();
        metadata.putArray("groups").addObject().put("name", PREFIX);
        ArrayNode properties = metadata.putArray("properties");
        ArrayNode hints = metadata.putArray("hints");
        ComponentJson.options().forEach((option, described) -> {
            String name = PREFIX + "." + DataObjectPropertyName.toDashedForm(option);
            property(properties, name, described);
            if (described.has("enum")) {
                ArrayNode values = hints.addObject().put("name", name).putArray("values");
                described.get("enum").forEach(value -> values.addObject().set("value", value));
            }
        });
        toggle(properties, "customizer.enabled", "Whether the properties of this group are given to the component.");
        toggle(properties, "enabled", "Whether the auto-configuration of the component is on.");
        return metadata;
    }

    private static void property(ArrayNode properties, String name, JsonNode described) {
        ObjectNode property = properties
                .addObject()
                .put("name", name)
                .put("type", type(described))
                .put("description", described.get("description").asText());
        if (described.has("defaultValue")) {
            property.set("defaultValue", defaultValue(described));
        }
        if (described.get("deprecated").asBoolean()) {
            property.putObject("deprecation");
        }
    }

    private static void toggle(ArrayNode properties, String name, String description) {
        properties
                .addObject()
                .put("name", PREFIX + "." + name)
                .put("type", "java.lang.Boolean")
                .put("description", description)
                .put("defaultValue", true);
    }

    private static String type(JsonNode described) {
        return switch (described.get("type").asText()) {
            case "duration" -> "java.time.Duration";
            case "boolean" -> "java.lang.Boolean";
            case "integer" -> "java.lang.Integer";
            case "number" -> "java.lang.Double";
            default -> described.get("javaType").asText();
        };
    }

    private static JsonNode defaultValue(JsonNode described) {
        JsonNode value = described.get("defaultValue");
        return described.get("type").asText().equals("duration") ? TextNode.valueOf(duration(value.asLong())) : value;
    }

    private static String duration(long millis) {
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
