package io.github.camelelevenlabs.stt.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialFilterTest {

    private final PartialFilter partials = new PartialFilter();

    @Test
    void growing_shrinking_and_rewritten_texts_are_all_new() {
        assertThat(partials.newWords("the")).contains("the");
        assertThat(partials.newWords("the second door")).contains("the second door");
        assertThat(partials.newWords("the second")).contains("the second");
        assertThat(partials.newWords("a second")).contains("a second");
        assertThat(partials.newWords("the")).contains("the");
    }

    @Test
    void a_text_that_is_repeated_in_silence_is_reported_once() {
        partials.newWords("the door");
        assertThat(partials.newWords("the door")).isEmpty();
        assertThat(partials.newWords("the door")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void a_blank_text_is_ignored(String blank) {
        partials.newWords("the door");
        assertThat(partials.newWords(blank)).isEmpty();
        assertThat(partials.isPending()).isTrue();
        assertThat(partials.commit("")).isEqualTo("the door");
    }

    @ParameterizedTest
    @ValueSource(strings = {"The door is open.", "the door is open", "The door, is open!", " THE DOOR IS OPEN "})
    void a_committed_text_that_is_repeated_is_an_echo_however_it_is_written(String echo) {
        partials.newWords("the door is");
        partials.commit("The door is open.");
        assertThat(partials.newWords(echo)).isEmpty();
        assertThat(partials.isPending()).isFalse();
    }

    @Test
    void a_repeated_text_known_only_from_a_partial_is_an_echo() {
        partials.newWords("No");
        partials.commit("");
        assertThat(partials.newWords("No")).isEmpty();
        assertThat(partials.isPending()).isFalse();
    }

    @Test
    void a_text_that_goes_on_after_the_committed_one_is_new() {
        partials.commit("Yes.");
        assertThat(partials.newWords("Yes of course")).contains("Yes of course");
        assertThat(partials.isPending()).isTrue();
    }

    @Test
    void texts_of_other_scripts_are_distinguished() {
        partials.commit("はい。");
        assertThat(partials.newWords("はい")).isEmpty();
        assertThat(partials.newWords("いいえ")).contains("いいえ");
        partials.commit("की");
        assertThat(partials.newWords("कि")).contains("कि");
    }

    @Test
    void a_commit_returns_the_last_partial_and_starts_a_new_segment() {
        partials.newWords("one");
        partials.newWords("one two");
        assertThat(partials.commit("One, two.")).isEqualTo("one two");
        assertThat(partials.commit("")).isEmpty();
        assertThat(partials.isPending()).isFalse();
    }

    @Test
    void an_empty_commit_keeps_the_last_text_for_the_echo_check() {
        partials.commit("Yes.");
        partials.commit("");
        assertThat(partials.newWords("Yes.")).isEmpty();
    }
}
