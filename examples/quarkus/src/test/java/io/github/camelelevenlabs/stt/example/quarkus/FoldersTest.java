package io.github.camelelevenlabs.stt.example.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldersTest {

    @TempDir
    private Path home;

    @Test
    void a_folder_that_is_missing_is_made() {
        Folders.require("inbox", home.resolve("calls/inbox"));
        assertThat(home.resolve("calls/inbox")).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-file", "a-file/inbox"})
    void a_folder_that_cannot_be_ends_the_start_with_the_property_to_set(String name) throws Exception {
        Files.writeString(home.resolve("a-file"), "no folder");
        Path inbox = home.resolve(name);
        assertThatThrownBy(() -> Folders.require("inbox", inbox))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("inbox=" + inbox + ": ")
                .hasMessageContaining(" is no folder, and none can be made there ")
                .hasMessageEndingWith("; set the property inbox");
    }
}
