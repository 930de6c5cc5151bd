package io.github.camelelevenlabs.stt.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpokenTimesTest {

    private static Word word(String text, long start, long end) {
        return new Word(text, start, end, "word", 1);
    }

    private static SpokenTimes times(String text, Word... words) {
        return new SpokenTimes(text, List.of(words), 0, 0);
    }

    @Test
    void without_words_time_passes_evenly_from_character_to_character() {
        SpokenTimes times = new SpokenTimes("abcd", List.of(), 1_000, 1_400);
        assertThat(times.start(0)).isEqualTo(1_000);
        assertThat(times.start(1)).isEqualTo(1_100);
        assertThat(times.end(1)).isEqualTo(1_100);
        assertThat(times.end(4)).isEqualTo(1_400);
    }

    @Test
    void a_word_has_its_times_and_the_space_behind_it_takes_the_time_to_the_next() {
        SpokenTimes times = times("one two", word("one", 0, 300), word("two", 500, 800));
        assertThat(times.start(0)).isZero();
        assertThat(times.end(3)).isEqualTo(300);
        assertThat(times.start(3)).isEqualTo(300);
        assertThat(times.start(4)).isEqualTo(500);
        assertThat(times.start(5)).isEqualTo(600);
        assertThat(times.end(7)).isEqualTo(800);
    }

    @Test
    void a_word_ends_no_later_than_the_next_one_begins() {
        SpokenTimes times = times("one two", word("one", 0, 900), word("two", 500, 800));
        assertThat(times.end(3)).isEqualTo(500);
        assertThat(times.start(4)).isEqualTo(500);
    }

    @Test
    void a_word_that_begins_before_the_one_before_it_has_ended_waits_for_it() {
        SpokenTimes times = times("one two", word("one", 500, 700), word("two", 500, 800));
        assertThat(times.end(3)).isEqualTo(700);
        assertThat(times.start(4)).isEqualTo(700);
    }

    @Test
    void a_word_that_is_not_in_the_text_is_left_out() {
        SpokenTimes times = times("one two", word("one", 0, 300), word("umm", 300, 400), word("two", 500, 800));
        assertThat(times.end(3)).isEqualTo(300);
        assertThat(times.start(4)).isEqualTo(500);
    }

    @Test
    void text_behind_the_last_word_ends_with_it() {
        assertThat(times("one!?", word("one", 0, 300)).end(5)).isEqualTo(300);
    }

    @Test
    void a_word_is_searched_for_in_the_next_40_characters_only() {
        String skipped = "x".repeat(40);
        assertThat(times(skipped + "one", word("one", 100, 200)).start(40)).isEqualTo(100);
        assertThat(times("x" + skipped + "one", word("one", 100, 200)).start(41))
                .isEqualTo(193);
    }

    @Test
    void between_two_words_is_where_one_ends_and_the_next_begins() {
        SpokenTimes times = times("你好世界", word("你好", 0, 100), word("世界", 100, 200));
        assertThat(times.isBetweenWords(2)).isTrue();
        assertThat(times.isBetweenWords(1)).isFalse();
        assertThat(times.isBetweenWords(3)).isFalse();
    }

    @Test
    void words_of_single_characters_say_nothing_of_words() {
        SpokenTimes times = times("你好", word("你", 0, 100), word("好", 100, 200));
        assertThat(times.isBetweenWords(1)).isFalse();
    }
}
