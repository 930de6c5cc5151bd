package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/getting-started.md} shows {@code examples/own-project}, which the build compiles and tests. */
class GettingStartedTest {

    private static final DocsPage PAGE = new DocsPage("getting-started.md");
    private static final Path PROJECT = DocsPage.REPOSITORY.resolve("examples/own-project");

    @Test
    void the_samples_are_parts_of_the_project() throws Exception {
        String sources = sources();
        assertThat(PAGE.samples("java"))
                .hasSizeGreaterThan(4)
                .allSatisfy(sample -> assertThat(sources).contains(withoutIndent(sample)));
        assertThat(PAGE.samples("xml"))
                .allSatisfy(sample -> assertThat(withoutIndent(pom())).contains(withoutIndent(sample)));
    }

    /** It has no parent to take them from. */
    @ParameterizedTest
    @ValueSource(strings = {"camel.version", "maven-compiler-plugin.version"})
    void the_project_has_the_versions_of_this_one(String property) {
        String version = between(parent(), "<" + property + ">", "</");
        assertThat(pom()).contains(">" + version + "</");
    }

    @Test
    void the_project_uses_the_version_of_the_component_that_is_built_here() {
        String version = between(parent(), "<artifactId>camel-elevenlabs-stt-parent</artifactId>\n    <version>", "</");
        assertThat(pom()).contains("<camel-elevenlabs-stt.version>" + version + "</");
    }

    private static String pom() {
        return DocsPage.read(PROJECT.resolve("pom.xml"));
    }

    private static String parent() {
        return DocsPage.read(DocsPage.REPOSITORY.resolve("pom.xml"));
    }

    private static String sources() throws Exception {
        try (Stream<Path> files = Files.walk(PROJECT.resolve("src"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> withoutIndent(DocsPage.read(file)))
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String withoutIndent(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    private static String between(String text, String before, String after) {
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf(after, start));
    }
}
