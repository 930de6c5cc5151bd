package io.github.camelelevenlabs.stt.example.callcentre;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.example.callcentre.Transcripts.Difference;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {

    @ParameterizedTest
    @CsvSource({
        "one two two three, one two two three, 0, 0",
        "one two two three, one two three,     1, 0",
        "one two three,     one two one two three, 0, 2",
        "one two three,     two four three,    1, 1",
        "one two three,     '',                3, 0",
        "'',                one,               0, 1",
    })
    void counts_what_was_lost_and_what_came_again(String said, String heard, int lost, int again) {
        assertThat(Difference.between(words(said), words(heard))).isEqualTo(new Difference(lost, again));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
