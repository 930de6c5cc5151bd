package io.github.camelelevenlabs.stt.springboot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;

/** What Camel's build wrote about the component. */
final class ComponentJson {

    private ComponentJson() {}

    /** The component's options by name, in the order of the alphabet. */
    static Map<String, JsonNode> options() {
        Map<String, JsonNode> options = new TreeMap<>();
        try (InputStream json = ComponentJson.class.getResourceAsStream(
                "/META-INF/io/github/camelelevenlabs/stt/elevenlabs-stt.json")) {
            new ObjectMapper()
                    .readTree(json)
                    .get("componentProperties")
                    .properties()
                    .forEach(option -> options.put(option.getKey(), option.getValue()));
        } catch (IOException e) {
            throw new AssertionError("The component's JSON cannot be read", e);
        }
        return options;
    }
}
