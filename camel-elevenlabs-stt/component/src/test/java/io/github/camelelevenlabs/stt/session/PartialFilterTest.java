package io.github.camelelevenlabs.stt.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialFilterTest {

    private final PartialFilter partials = new PartialFilter();

    @Test
    void growing_shrinking_and_rewritten_texts_are_all_new() {
        assertThat(partials.heard("the")).contains("the");
        assertThat(partials.heard("the second door")).contains("the second door");
        assertThat(partials.heard("the second")).contains("the second");
        assertThat(partials.heard("a second")).contains("a second");
        assertThat(partials.heard("the")).contains("the");
    }

    @Test
    void a_text_that_is_repeated_in_silence_is_told_once() {
        partials.heard("the door");
        assertThat(partials.heard("the door")).isEmpty();
        assertThat(partials.heard("the door")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void a_blank_text_says_nothing_and_unsays_nothing(String blank) {
        partials.heard("the door");
        assertThat(partials.heard(blank)).isEmpty();
        assertThat(partials.isPending()).isTrue();
        assertThat(partials.commit("")).isEqualTo("the door");
    }

    @ParameterizedTest
    @ValueSource(strings = {"The door is open.", "the door is open", "The door, is open!", " THE DOOR IS OPEN "})
    void a_committed_text_that_is_repeated_is_an_echo_however_it_is_written(String echo) {
        partials.heard("the door is");
        partials.commit("The door is open.");
        assertThat(partials.heard(echo)).isEmpty();
        assertThat(partials.isPending()).isFalse();
    }

    @Test
    void an_echo_of_what_only_a_partial_had_is_one_too() {
        partials.heard("No");
        partials.commit("");
        assertThat(partials.heard("No")).isEmpty();
        assertThat(partials.isPending()).isFalse();
    }

    @Test
    void a_text_that_goes_on_after_the_committed_one_is_new() {
        partials.commit("Yes.");
        assertThat(partials.heard("Yes of course")).contains("Yes of course");
        assertThat(partials.isPending()).isTrue();
    }

    @Test
    void texts_of_other_scripts_are_told_apart() {
        partials.commit("はい。");
        assertThat(partials.heard("はい")).isEmpty();
        assertThat(partials.heard("いいえ")).contains("いいえ");
        partials.commit("की");
        assertThat(partials.heard("कि")).contains("कि");
    }

    @Test
    void a_commit_returns_what_was_heard_before_it_and_starts_anew() {
        partials.heard("one");
        partials.heard("one two");
        assertThat(partials.commit("One, two.")).isEqualTo("one two");
        assertThat(partials.commit("")).isEmpty();
        assertThat(partials.isPending()).isFalse();
    }

    @Test
    void an_empty_commit_of_silence_leaves_the_last_text_to_be_echoed() {
        partials.commit("Yes.");
        partials.commit("");
        assertThat(partials.heard("Yes.")).isEmpty();
    }
}
