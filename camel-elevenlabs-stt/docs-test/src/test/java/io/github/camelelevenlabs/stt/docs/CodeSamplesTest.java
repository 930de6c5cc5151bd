package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that code on a page is part of a source file of the build, except for indentation and empty lines. */
class CodeSamplesTest {

    /** The languages that are checked, here or in other tests, and those that are only shown: output and subtitle files. */
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
    void every_java_sample_is_part_of_a_source_file() {
        assertThat(complaints("java", ".java")).isEmpty();
    }

    @Test
    void every_javascript_sample_is_part_of_a_source_file() {
        assertThat(complaints("javascript", ".js")).isEmpty();
    }

    @Test
    void every_code_block_names_a_known_language() {
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
