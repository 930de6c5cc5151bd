package io.github.camelelevenlabs.stt.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Transcripts as JSON, each with its rendered subtitles. {@code -Dgoldens.update=true} writes the subtitles instead of
 * comparing them.
 */
final class Goldens {

    static final Path FOLDER = Path.of(System.getProperty("basedir", "."), "src/test/resources/golden");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Goldens() {}

    static Stream<String> names() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.replace(".json", ""))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Transcript transcript(String name) {
        try {
            return MAPPER.readValue(read(name + ".json"), Transcript.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void compare(String file, String rendered) {
        if (Boolean.getBoolean("goldens.update")) {
            try {
                Files.writeString(FOLDER.resolve(file), rendered);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(rendered).as(file).isEqualTo(read(file));
    }
}
