package io.github.camelelevenlabs.stt.transcript;

import static io.github.camelelevenlabs.stt.transcript.Juncture.AWKWARD;
import static io.github.camelelevenlabs.stt.transcript.Juncture.CLAUSE;
import static io.github.camelelevenlabs.stt.transcript.Juncture.PLAIN;
import static io.github.camelelevenlabs.stt.transcript.Juncture.SENTENCE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JunctureTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "morning.|The",
                "morning?“|Sie",
                "wait…|No",
                "2025.|Then",
                "出発します。|自転車",
                "الثانية.|هل",
                "أسئلة؟|نعم"
            })
    void sentence_ends_are_recognised(String before, String after) {
        assertThat(Juncture.between(before, after, true)).isEqualTo(SENTENCE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Dr.|Meyer", "(Mrs.|Smith", "J.|Smith", "P.O.|Box", "3.|Mai", "i.e.|about", "approx.|seven"})
    void other_points_do_not_end_a_sentence(String before, String after) {
        assertThat(Juncture.between(before, after, true)).isNotEqualTo(SENTENCE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"leaves,|and", "harbour|(laughter)", "(laughter)|And", "said:|“It's", "本日は、|午後", "صباحًا،|وعلى"})
    void clause_ends_are_recognised(String before, String after) {
        assertThat(Juncture.between(before, after, true)).isEqualTo(CLAUSE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"the|ferry", "of|Monday", "$3.5|million", "7|o'clock", "für|alle"})
    void short_words_and_numbers_stay_with_the_next_word(String before, String after) {
        assertThat(Juncture.between(before, after, true)).isEqualTo(AWKWARD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "へ|行|PLAIN",
                "は|フ|PLAIN",
                "行|く|AWKWARD",
                "欠|航|AWKWARD",
                "フェ|リー|AWKWARD",
                "7|時|AWKWARD",
                "ご|確|AWKWARD",
                "的|广|PLAIN"
            })
    void phrases_of_japanese_and_chinese_end_where_the_writing_shows_it(
            String before, String after, Juncture expected) {
        assertThat(Juncture.between(before, after, false)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"true, CLAUSE", "false, PLAIN"})
    void thai_ends_phrases_by_a_space(boolean spaced, Juncture expected) {
        assertThat(Juncture.between("เช้า", "ผู้โดยสาร", spaced)).isEqualTo(expected);
        assertThat(Juncture.between("ferry", "leaves", true)).isEqualTo(PLAIN);
    }
}
