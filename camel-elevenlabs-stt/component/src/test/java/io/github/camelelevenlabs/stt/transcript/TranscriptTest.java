package io.github.camelelevenlabs.stt.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {

    private static final Word ONE = new Word("One.", 0, 100, "word", 1);
    private static final Word TWO = new Word("Two.", 200, 300, "word", 1);

    @Test
    void text_is_the_segments_joined_by_single_spaces() {
        assertThat(new Transcript(List.of(
                                new Segment(0, " One. ", null, List.of()), new Segment(1, "Two.\n", null, List.of())))
                        .text())
                .isEqualTo("One. Two.");
    }

    @Test
    void language_is_the_first_that_was_reported() {
        assertThat(new Transcript(List.of(
                                new Segment(0, "Hm.", null, List.of()),
                                new Segment(1, "Ja.", "de", List.of()),
                                new Segment(2, "Yes.", "en", List.of())))
                        .languageCode())
                .isEqualTo("de");
    }

    @Test
    void words_are_those_of_all_segments_in_order() {
        assertThat(new Transcript(List.of(
                                new Segment(0, "One.", "en", List.of(ONE)),
                                new Segment(1, "(hm)", "en", List.of()),
                                new Segment(2, "Two.", "en", List.of(TWO))))
                        .words())
                .containsExactly(ONE, TWO);
    }

    @Test
    void a_transcript_without_segments_has_an_empty_text() {
        Transcript nothing = new Transcript(List.of());
        assertThat(nothing.text()).isEmpty();
        assertThat(nothing.languageCode()).isNull();
        assertThat(nothing.words()).isEmpty();
    }
}
