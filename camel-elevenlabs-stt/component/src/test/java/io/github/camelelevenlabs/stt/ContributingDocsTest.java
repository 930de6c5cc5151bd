package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code docs/CONTRIBUTING.md} shows how faults are reproduced by tests that do so. */
class ContributingDocsTest {

    @Test
    void the_samples_are_lines_of_tests() {
        DocsPage page = new DocsPage("CONTRIBUTING.md");
        assertThat(page.samples("java")).hasSize(2);
        page.assertThatJavaSamplesStandIn("session/ReplayTest.java", "ObservabilityIT.java");
    }
}
