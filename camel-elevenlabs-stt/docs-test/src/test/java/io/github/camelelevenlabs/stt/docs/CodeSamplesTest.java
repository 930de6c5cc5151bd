package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code on a page is code of the build: line by line what a source file has, but for indentation and empty lines. */
class CodeSamplesTest {

    /** What is checked, here or in the tests beside this one, and what is only shown: output, and files of subtitles. */
    private static final Set<String> LANGUAGES = Set.of(
            "java",
            "javascript",
            "json",
            "properties",
            "sh",
            "shell",
            "sql",
            "yaml",
            "xml",
            "text",
            "srt",
            "vtt",
            "mermaid");

    @Test
    void java_stands_in_a_source_file() {
        assertThat(complaints("java", ".java")).isEmpty();
    }

    @Test
    void javascript_stands_in_a_source_file() {
        assertThat(complaints("javascript", ".js")).isEmpty();
    }

    @Test
    void every_block_names_a_language_that_is_known_here() {
        Stream<String> unknown = Repository.pages().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> !LANGUAGES.contains(block.language()))
                .map(block -> block.at() + ": a block of '" + block.language() + "'; allowed are " + LANGUAGES
                        + ", text for what a program prints");
        assertThat(unknown).isEmpty();
    }

    private static Stream<String> complaints(String language, String extension) {
        List<SourceFile> sources =
                Repository.named(extension).stream().map(SourceFile::read).toList();
        return Repository.blocks(language).stream()
                .map(sample -> SourceFile.complaint(sample, sources))
                .flatMap(Optional::stream);
    }
}
