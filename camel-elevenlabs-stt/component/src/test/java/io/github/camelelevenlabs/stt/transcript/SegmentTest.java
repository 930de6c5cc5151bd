package io.github.camelelevenlabs.stt.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentTest {

    private static Word word(String text, long start, long end, double confidence) {
        return new Word(text, start, end, "word", confidence);
    }

    @Test
    void lasts_from_its_first_word_to_its_last() {
        Segment segment =
                new Segment(0, "One two.", "en", List.of(word("One", 480, 600, 1), word("two.", 640, 980, 1)));
        assertThat(segment.startTime()).contains(480L);
        assertThat(segment.endTime()).contains(980L);
    }

    @Test
    void has_neither_times_nor_confidence_without_words() {
        Segment segment = new Segment(0, "One two.", null, List.of());
        assertThat(segment.startTime()).isEmpty();
        assertThat(segment.endTime()).isEmpty();
        assertThat(segment.confidence()).isEmpty();
    }

    @Test
    void confidence_is_the_geometric_mean_of_its_words() {
        Segment segment = new Segment(0, "One two.", "en", List.of(word("One", 0, 1, 0.9), word("two.", 1, 2, 0.4)));
        assertThat(segment.confidence()).hasValueCloseTo(0.6, within(1e-9));
    }

    @Test
    void one_impossible_word_makes_the_confidence_zero() {
        Segment segment = new Segment(0, "One two.", "en", List.of(word("One", 0, 1, 1), word("two.", 1, 2, 0)));
        assertThat(segment.confidence()).hasValue(0);
    }

    @Test
    void the_words_of_a_segment_are_immutable() {
        List<Word> words = new ArrayList<>(List.of(word("One", 0, 1, 1)));
        Segment segment = new Segment(0, "One", "en", words);
        words.clear();
        assertThat(segment.words()).hasSize(1);
    }
}
