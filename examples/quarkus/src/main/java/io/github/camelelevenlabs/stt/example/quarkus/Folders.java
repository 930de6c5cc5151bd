package io.github.camelelevenlabs.stt.example.quarkus;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks the folders at the start: Camel waits without a word for one that cannot be made. */
final class Folders {

    private Folders() {}

    /** @throws ConfigurationException which Quarkus logs without a stack trace */
    static void require(String property, Path value) {
        Path folder = value.toAbsolutePath();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ConfigurationException(property + "=" + value + ": " + folder
                    + " is no folder, and none can be made there (" + e + "); set the property " + property);
        }
        if (!Files.isReadable(folder) || !Files.isWritable(folder)) {
            throw new ConfigurationException(property + "=" + value + ": " + folder
                    + " is a folder that this user may not read and write; set the property " + property);
        }
    }
}
