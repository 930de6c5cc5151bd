package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceFileTest {

    private static final SourceFile SOURCE = new SourceFile(
            Repository.ROOT.resolve("Any.java"), List.of("one", "two {", "three", "}"), List.of(1, 2, 4, 5));

    private static Optional<String> complaint(String... lines) {
        Page page = new Page(Repository.ROOT.resolve("docs/any.md"), List.of());
        return SourceFile.complaint(new Page.Block(page, 7, "java", List.of(lines)), List.of(SOURCE));
    }

    @Test
    void a_sample_is_compared_without_indentation_and_empty_lines() {
        assertThat(complaint("    two {", "", "        three  ", "    }")).isEmpty();
    }

    @Test
    void lines_that_are_not_consecutive_are_no_sample() {
        assertThat(complaint("one", "three"))
                .hasValueSatisfying(complaint -> assertThat(complaint)
                        .startsWith("docs/any.md:7: this java stands in no source file. Nearest is Any.java:2,")
                        .contains("the page has\n    three\n  and the source\n    two {"));
    }

    @Test
    void a_part_of_a_line_is_no_sample() {
        assertThat(complaint("tw"))
                .hasValueSatisfying(complaint -> assertThat(complaint).contains("not even its first line:\n    tw\n"));
    }
}
