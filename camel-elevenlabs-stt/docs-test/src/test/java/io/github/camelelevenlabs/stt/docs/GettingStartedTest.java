package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/getting-started.md} shows {@code examples/own-project}, which the build compiles and tests. */
class GettingStartedTest {

    private static final Page PAGE = Page.ofDocs("getting-started.md");
    private static final Path PROJECT = Repository.ROOT.resolve("examples/own-project");

    @Test
    void the_samples_are_parts_of_the_project() {
        String sources = sources();
        assertThat(PAGE.samples("java"))
                .hasSizeGreaterThan(4)
                .allSatisfy(sample -> assertThat(sources).contains(withoutIndent(sample)));
        assertThat(PAGE.samples("xml"))
                .allSatisfy(sample -> assertThat(withoutIndent(pom())).contains(withoutIndent(sample)));
    }

    /** The project has no parent that manages the versions. */
    @ParameterizedTest
    @ValueSource(strings = {"camel.version", "maven-compiler-plugin.version"})
    void the_sample_project_has_the_versions_of_this_project(String property) {
        String version = between(parent(), "<" + property + ">", "</");
        assertThat(pom()).contains(">" + version + "</");
    }

    @Test
    void the_project_uses_the_version_of_the_component_that_is_built_here() {
        String version = between(parent(), "<artifactId>camel-elevenlabs-stt-parent</artifactId>\n    <version>", "</");
        assertThat(pom()).contains("<camel-elevenlabs-stt.version>" + version + "</");
    }

    private static String pom() {
        return Repository.read(PROJECT.resolve("pom.xml"));
    }

    private static String parent() {
        return Repository.read(Repository.ROOT.resolve("pom.xml"));
    }

    private static String sources() {
        return Repository.named(".java").stream()
                .filter(file -> file.startsWith(PROJECT))
                .map(file -> withoutIndent(Repository.read(file)))
                .collect(Collectors.joining("\n"));
    }

    private static String withoutIndent(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    private static String between(String text, String before, String after) {
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf(after, start));
    }
}
