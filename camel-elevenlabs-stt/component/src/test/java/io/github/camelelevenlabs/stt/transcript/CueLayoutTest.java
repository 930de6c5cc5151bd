package io.github.camelelevenlabs.stt.transcript;

import static io.github.camelelevenlabs.stt.transcript.Juncture.AWKWARD;
import static io.github.camelelevenlabs.stt.transcript.Juncture.CLAUSE;
import static io.github.camelelevenlabs.stt.transcript.Juncture.PLAIN;
import static io.github.camelelevenlabs.stt.transcript.Juncture.SENTENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CueLayoutTest {

    private final List<Fragment> fragments = new ArrayList<>();

    private CueLayoutTest add(String text, Juncture before) {
        fragments.add(new Fragment(text, true, 0, 0, text.length(), before));
        return this;
    }

    private CueLayout.Layout best(int lineWidth) {
        return new CueLayout(fragments, lineWidth).best(0, fragments.size());
    }

    @Test
    void what_fits_on_one_line_stays_on_one_and_costs_nothing() {
        add("aaaa", AWKWARD).add("bbbb", SENTENCE);
        assertThat(best(9)).isEqualTo(new CueLayout.Layout(2, 0));
        assertThat(best(8).lineBreak()).isEqualTo(1);
    }

    @Test
    void two_lines_are_alike_where_nothing_else_speaks() {
        add("aaaa", PLAIN).add("bbbb", PLAIN).add("cccc", PLAIN).add("dddd", PLAIN);
        assertThat(best(16).lineBreak()).isEqualTo(2);
    }

    @Test
    void a_line_ends_with_a_sentence_rather_than_in_the_middle() {
        add("aaaa.", PLAIN).add("bbbb", SENTENCE).add("cccc", PLAIN).add("dddd", PLAIN);
        assertThat(best(16).lineBreak()).isEqualTo(1);
    }

    @Test
    void and_with_a_clause_unless_the_lines_were_too_different() {
        add("aaaa,", PLAIN).add("bbbb", CLAUSE).add("cccc", PLAIN).add("dddd", PLAIN);
        assertThat(best(16).lineBreak()).isEqualTo(1);
        add("eeeeeeeeeeeeeeeeee", PLAIN);
        assertThat(best(40).lineBreak()).isEqualTo(5);
        assertThat(best(38).lineBreak()).isEqualTo(4);
    }

    @Test
    void what_belongs_together_stays_on_a_line() {
        add("aaaa", PLAIN).add("bbbb", PLAIN).add("cccc", AWKWARD).add("dddd", PLAIN);
        assertThat(best(16).lineBreak()).isNotEqualTo(2);
    }

    @Test
    void what_does_not_fit_on_two_lines_has_no_layout() {
        add("aaaa", PLAIN).add("bbbb", PLAIN).add("cccc", PLAIN);
        assertThat(best(8).cost()).isInfinite();
    }

    @Test
    void the_space_before_the_first_fragment_does_not_count() {
        add("aa", PLAIN).add("bb", PLAIN);
        fragments.add(new Fragment("字", false, 0, 0, 2, PLAIN));
        CueLayout layout = new CueLayout(fragments, 10);
        assertThat(layout.text(0, 3)).isEqualTo("aa bb字");
        assertThat(layout.columns(0, 3)).isEqualTo(7);
        assertThat(layout.text(1, 3)).isEqualTo("bb字");
        assertThat(layout.columns(1, 3)).isEqualTo(4);
    }
}
