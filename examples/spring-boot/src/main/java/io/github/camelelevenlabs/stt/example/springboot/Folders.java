package io.github.camelelevenlabs.stt.example.springboot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Checks the folders at the start: Camel waits without a word for one that cannot be made. */
final class Folders {

    private Folders() {}

    /** @throws InvalidConfigurationPropertyValueException which Spring Boot reports without a stack trace */
    static void require(String property, String value) {
        Path folder = Path.of(value).toAbsolutePath();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InvalidConfigurationPropertyValueException(
                    property, value, folder + " is no folder, and none can be made there (" + e + ")");
        }
        if (!Files.isReadable(folder) || !Files.isWritable(folder)) {
            throw new InvalidConfigurationPropertyValueException(
                    property, value, folder + " is a folder that this user may not read and write");
        }
    }
}
