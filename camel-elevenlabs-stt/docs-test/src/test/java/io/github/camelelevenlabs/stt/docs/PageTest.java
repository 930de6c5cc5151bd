package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

    private static Page page(String... lines) {
        return new Page(Repository.ROOT.resolve("docs/any.md"), List.of(lines));
    }

    @Test
    void a_block_has_its_language_and_the_line_it_begins_on() {
        Page.Block block = page("# Any", "* an item", "", "  ```java", "  from(\"direct:a\")", "  ```", "text")
                .first("java", "# Any");
        assertThat(block.text()).isEqualTo("  from(\"direct:a\")\n");
        assertThat(block.at()).isEqualTo("docs/any.md:5");
    }

    @Test
    void code_blocks_are_not_prose() {
        Page page = page("one", "```shell", "# two", "```", "three `four` five");
        assertThat(page.prose()).extracting(Page.Prose::line).containsExactly(1, 5);
        assertThat(page.prose().get(1).codeSpans()).containsExactly("four");
        assertThat(page.prose().get(1).withoutCode().text()).isEqualTo("three  five");
        assertThat(page.anchors()).isEmpty();
    }

    @Test
    void a_block_without_an_end_is_reported() {
        assertThatThrownBy(page("```", "one")::blocks).hasMessageStartingWith("docs/any.md:2: ");
    }

    @Test
    void anchors_are_built_as_on_github() {
        assertThat(page(
                                "# How do I `run` it?",
                                "## It's done, and 2 more",
                                "## [Audio](audio.md)",
                                "## Twice",
                                "## Twice")
                        .anchors())
                .containsExactly("how-do-i-run-it", "its-done-and-2-more", "audio", "twice", "twice-1");
    }
}
