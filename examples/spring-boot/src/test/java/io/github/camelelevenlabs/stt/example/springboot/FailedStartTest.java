package io.github.camelelevenlabs.stt.example.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A start that fails says why in a report, and neither a stack trace nor a line of Spring's comes before it. */
@ExtendWith(OutputCaptureExtension.class)
class FailedStartTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"inbox, a-file", "inbox, a-file/inbox", "outbox, a-file"})
    void a_folder_that_cannot_be_is_reported(String property, String value, CapturedOutput output) throws Exception {
        Files.writeString(folder.resolve("a-file"), "no folder");
        String path = folder.resolve(value).toString();
        start(Map.of(property, path));
        assertThat(report(output)).contains(path, property, "is no folder, and none can be made there");
    }

    @Test
    void a_misspelt_option_is_reported_with_the_one_that_was_meant(CapturedOutput output) {
        start(Map.of("camel.component.elevenlabs-stt.languag-code", "en"));
        assertThat(report(output)).contains("did you mean camel.component.elevenlabs-stt.language-code?");
    }

    private void start(Map<String, String> mistake) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "server.port", "0",
                "inbox", folder.resolve("inbox").toString(),
                "outbox", folder.resolve("outbox").toString()));
        properties.putAll(mistake);
        String[] args = properties.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new);
        assertThatThrownBy(() -> new SpringApplication(Transcription.class).run(args))
                .isInstanceOf(Exception.class);
    }

    private static String report(CapturedOutput output) {
        assertThat(output.getAll().strip()).startsWith("***************************\nAPPLICATION FAILED TO START");
        assertThat(output.getAll()).doesNotContain("\tat ");
        return output.getAll();
    }
}
