package io.github.camelelevenlabs.stt.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subtitles of extreme texts take time in proportion to their length. */
class HostileTranscriptTest {

    /** A busy computer needs a tenth of this limit; quadratic time would need hours. */
    private static final Duration MUCH = Duration.ofSeconds(20);

    @Tag("full")
    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "x",
                "x ",
                "  ",
                "島",
                "カ",
                "ﾊ",
                "。",
                "บ",
                "\u0E31",
                "กา",
                "ก า",
                "é",
                "\u0301",
                "e\u0301",
                "\u200B",
                "島\u200B",
                "\u200D",
                "👨‍👩‍👧",
                "👨\u200D",
                "🇩🇪",
                "\ud800",
                ")",
                "\")",
                ".\"",
                "a.",
                "(",
                "—",
                "- ",
                "שלום ",
                "\u202E",
                "<a>",
                "-->",
                "1:"
            })
    void a_text_costs_no_more_than_its_length(String one) {
        String text = one.repeat(60_000 / one.length());
        assertRendered(new Segment(0, "x" + text, "en", List.of()));
        assertRendered(new Segment(0, text, "en", List.of(word(text, 0, 60_000 * 60L))));
    }

    @Test
    void a_word_of_three_megabytes_is_cut() {
        String word = "x".repeat(3_000_000);
        Segment segment = new Segment(0, word, "en", List.of(word(word, 0, 1_000)));

        assertRendered(segment);
        assertThat(SrtRenderer.render(new Transcript(List.of(segment))).lines())
                .allMatch(line -> line.length() <= Cue.LINE_WIDTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"word", "another", "w", "島"})
    void many_words_cost_no_more_than_their_number(String said) {
        String text = "word ".repeat(100_000).strip();
        List<Word> words = IntStream.range(0, 100_000)
                .mapToObj(i -> word(said, i * 10L, i * 10L + 10))
                .toList();

        assertRendered(new Segment(0, text, "en", words));
    }

    @Test
    void words_that_have_no_order_in_time_cost_no_more_than_their_number() {
        String text = "word ".repeat(100_000).strip();
        List<Word> words = IntStream.range(0, 100_000)
                .mapToObj(i -> word("word", Long.MAX_VALUE - i, Long.MIN_VALUE + i))
                .toList();

        assertRendered(new Segment(0, text, "en", words));
        assertRendered(new Segment(0, text, "en", List.of(word("word", 0, Long.MAX_VALUE))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void many_segments_without_times_cost_no_more_than_their_number(int channels) {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            segments.add(
                    new Segment(i, "Hello.", "en", List.of(), List.of(), null, channels == 1 ? null : i % channels));
        }
        segments.add(new Segment(100_000, "Bye.", "en", List.of(word("Bye.", 1_000, 2_000))));

        assertRendered(segments.toArray(new Segment[0]));
    }

    private static void assertRendered(Segment... segments) {
        Transcript transcript = new Transcript(List.of(segments));
        assertTimeoutPreemptively(MUCH, () -> SrtRenderer.render(transcript));
    }

    private static Word word(String text, long start, long end) {
        return new Word(text, start, end, "word", 1);
    }
}
