package io.github.camelelevenlabs.stt.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WritingTest {

    @ParameterizedTest
    @CsvSource({
        "harbour, 7",
        "Schönheit, 9",
        "Scho\u0308nheit, 9",
        "島へ。, 6",
        "섬으로, 6",
        "ﾌｪﾘｰ, 4",
        "น้ำ, 1",
        "👨‍👩‍👧, 2",
        "שָׁלוֹם, 4",
        "\u200Fab, 2"
    })
    void a_visible_character_is_one_column_wide_and_a_full_width_one_two(String text, int columns) {
        assertThat(Writing.columns(text)).isEqualTo(columns);
    }

    @Test
    void a_cut_falls_between_characters_and_keeps_at_least_one() {
        assertThat(Writing.fitting("harbour", 0, 7, 4)).isEqualTo(4);
        assertThat(Writing.fitting("島へ行く", 0, 4, 5)).isEqualTo(2);
        assertThat(Writing.fitting("👨‍👩‍👧ab", 0, 10, 2)).isEqualTo("👨‍👩‍👧".length());
        assertThat(Writing.fitting("島", 0, 1, 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'שלום לכולם', true",
        "'WhatsApp הוא הדרך', true",
        "'He said שלום to me', false",
        "'هل لديكم أسئلة؟', true",
        "'1, 2, 3', false"
    })
    void text_is_right_to_left_when_most_of_its_words_are(String text, boolean fromRight) {
        assertThat(Writing.isRightToLeft(text)).isEqualTo(fromRight);
    }

    @Test
    void only_chinese_and_japanese_are_joined_without_a_space() {
        assertThat(Writing.areSpaced("出発します。", "自転車")).isFalse();
        assertThat(Writing.areSpaced("출발합니다.", "자전거")).isTrue();
        assertThat(Writing.areSpaced("出発します。", "OK")).isTrue();
        assertThat(Writing.areSpaced("", "OK")).isFalse();
    }
}
