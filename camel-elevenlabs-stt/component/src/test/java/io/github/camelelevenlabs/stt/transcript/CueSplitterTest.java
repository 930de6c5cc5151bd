package io.github.camelelevenlabs.stt.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.transcript.CueSplitter.Piece;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CueSplitterTest {

    private static final long MILLIS_A_WORD = 300;

    private final List<Word> words = new ArrayList<>();
    private long time;

    /** Speaks words without a pause. */
    private CueSplitterTest say(String text) {
        for (String word : text.split(" ")) {
            words.add(new Word(word, time, time + MILLIS_A_WORD, "word", 1));
            time += MILLIS_A_WORD;
        }
        return this;
    }

    private CueSplitterTest pause(long millis) {
        time += millis;
        return this;
    }

    private List<Piece> pieces() {
        List<Fragment> fragments = new ArrayList<>();
        String text = String.join(" ", words.stream().map(Word::text).toList());
        new FragmentCutter(Cue.LINE_WIDTH).append(new Segment(0, text, "en", words), 0, 0, fragments);
        return CueSplitter.split(fragments, Cue.LINE_WIDTH);
    }

    private List<String> texts() {
        return pieces().stream().map(piece -> String.join(" ", piece.lines())).toList();
    }

    @Test
    void a_short_sentence_is_one_piece_with_the_times_of_its_words() {
        say("The ferry leaves the harbour.");
        assertThat(pieces())
                .containsExactly(new Piece(0, 5 * MILLIS_A_WORD, 29, List.of("The ferry leaves the harbour.")));
    }

    @Test
    void no_piece_spans_a_long_silence() {
        say("The ferry").pause(1_500).say("leaves the harbour.");
        assertThat(texts()).containsExactly("The ferry", "leaves the harbour.");
    }

    @Test
    void a_short_pause_within_a_sentence_does_not_cut_it() {
        say("The ferry").pause(250).say("leaves the harbour.");
        assertThat(texts()).containsExactly("The ferry leaves the harbour.");
    }

    @Test
    void long_sentences_are_cut_where_one_ends() {
        String first = "Every morning the old ferry leaves the harbour and crosses the bay.";
        String second = "Nobody on board remembers who built it or when it sailed first.";
        say(first).say(second);
        assertThat(texts()).containsExactly(first, second);
    }

    @Test
    void a_sentence_that_is_too_long_is_cut_behind_a_clause() {
        String clause = "When the old ferry leaves the harbour in the morning,";
        say(clause).say("the gulls that have waited on the roofs follow it across the bay.");
        assertThat(texts()).first().isEqualTo(clause);
    }

    @Test
    void pieces_fit_on_two_lines_and_last_7_s_at_most_and_nothing_is_lost() {
        String sentence = "and then the ferry sails on and on without any end to what is said of it ";
        say(sentence.repeat(10).strip());
        assertThat(pieces()).hasSizeGreaterThan(5).allSatisfy(piece -> {
            assertThat(piece.columns()).isLessThanOrEqualTo(2 * Cue.LINE_WIDTH + 1);
            assertThat(piece.lines()).hasSizeBetween(1, 2);
            assertThat(piece.end() - piece.start()).isLessThanOrEqualTo(Cue.MAX_DURATION);
        });
        assertThat(String.join(" ", texts())).isEqualTo(sentence.repeat(10).strip());
    }
}
