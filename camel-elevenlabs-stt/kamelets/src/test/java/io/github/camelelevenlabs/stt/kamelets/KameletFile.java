package io.github.camelelevenlabs.stt.kamelets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The file of a Kamelet of this module, and its component. */
record KameletFile(Path path, String text, JsonNode yaml) {

    static final Path MODULE = Path.of(System.getProperty("basedir", "."));

    static Stream<KameletFile> all() {
        return Stream.of("source", "action", "sink")
                .map(type ->
                        read(MODULE.resolve("src/main/resources/kamelets/elevenlabs-stt-" + type + ".kamelet.yaml")));
    }

    private static KameletFile read(Path path) {
        try {
            String text = Files.readString(path);
            return new KameletFile(path, text, new ObjectMapper(new YAMLFactory()).readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The component's JSON. */
    static JsonNode component() {
        String name = "/META-INF/io/github/camelelevenlabs/stt/elevenlabs-stt.json";
        try (InputStream json = KameletFile.class.getResourceAsStream(name)) {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode definition() {
        return yaml.at("/spec/definition");
    }

    JsonNode property(String name) {
        return definition().path("properties").path(name);
    }

    String type() {
        return metadata("labels", "kamelet.type");
    }

    String metadata(String kind, String name) {
        return yaml.path("metadata").path(kind).path("camel.apache.org/" + name).asText();
    }

    /** The name in the messages of tests. */
    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}
