package io.github.camelelevenlabs.stt.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreviousTextTest {

    private static final int MAX = PreviousText.MAX_LENGTH;

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\n\t "})
    void a_blank_text_is_not_sent(String text) {
        assertThat(PreviousText.endOf(text)).isNull();
    }

    @Test
    void a_short_text_is_kept_without_the_space_around_it() {
        assertThat(PreviousText.endOf("  as I said. \n")).isEqualTo("as I said.");
    }

    @Test
    void a_text_of_exactly_the_limit_is_kept_whole() {
        String text = "a ".repeat(MAX / 2 - 1) + "bc";
        assertThat(text).hasSize(MAX);
        assertThat(PreviousText.endOf(text)).isEqualTo(text);
    }

    @Test
    void a_longer_text_loses_whole_words_at_its_beginning() {
        assertThat(PreviousText.endOf("The quick brown fox jumps over the lazy dog, and then it has a rest."))
                .isEqualTo("jumps over the lazy dog, and then it has a rest.")
                .hasSizeLessThanOrEqualTo(MAX);
    }

    @Test
    void a_word_that_just_fits_is_kept() {
        String end = "b".repeat(20) + " " + "c".repeat(MAX - 21);
        assertThat(end).hasSize(MAX);
        assertThat(PreviousText.endOf("a " + end)).isEqualTo(end);
        assertThat(PreviousText.endOf("aa" + end)).isEqualTo("c".repeat(MAX - 21));
    }

    @Test
    void a_script_without_spaces_is_cut_anywhere() {
        assertThat(PreviousText.endOf("字".repeat(80))).isEqualTo("字".repeat(MAX));
    }

    @Test
    void no_character_is_cut_in_half() {
        assertThat(PreviousText.endOf("😀".repeat(40))).isEqualTo("😀".repeat(MAX / 2));
        assertThat(PreviousText.endOf("😀".repeat(40) + "a")).isEqualTo("😀".repeat(MAX / 2 - 1) + "a");
    }
}
