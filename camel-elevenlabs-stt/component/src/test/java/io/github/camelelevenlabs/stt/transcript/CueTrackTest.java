package io.github.camelelevenlabs.stt.transcript;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CueTrackTest {

    private final CueTrack track = new CueTrack();

    static Stream<Transcript> anything() {
        return Stream.concat(
                Goldens.names().map(Goldens::transcript),
                IntStream.range(0, 200).mapToObj(seed -> babble(new Random(seed))));
    }

    /** Words of any length at any speed, with pauses, in segments. */
    private static Transcript babble(Random random) {
        List<Segment> segments = new ArrayList<>();
        long time = 0;
        double millisPerLetter = 20 + random.nextInt(150);
        for (int index = 0; index < 1 + random.nextInt(8); index++) {
            List<Word> words = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(60); i++) {
                String text = "x".repeat(1 + random.nextInt(12))
                        + List.of("", "", "", ",", ".").get(random.nextInt(5));
                long end = time + Math.round(text.length() * millisPerLetter);
                words.add(new Word(text, time, end, "word", 1));
                time = end + (random.nextInt(10) == 0 ? random.nextInt(4_000) : random.nextInt(60));
            }
            String text = String.join(" ", words.stream().map(Word::text).toList());
            segments.add(new Segment(index, text, "en", words));
        }
        return new Transcript(segments);
    }

    @ParameterizedTest
    @MethodSource("anything")
    void every_cue_is_short_enough_and_shown_long_enough_to_be_read(Transcript transcript) {
        assertThat(track.add(transcript.segments())).allSatisfy(cue -> {
            assertThat(cue.lines()).hasSizeBetween(1, 2).allSatisfy(line -> {
                assertThat(line).isNotBlank().isEqualTo(line.strip());
                assertThat(Writing.columns(line)).isLessThanOrEqualTo(42);
            });
            assertThat(cue.endTime() - cue.startTime()).isBetween(500L, 7_000L);
        });
    }

    @ParameterizedTest
    @MethodSource("anything")
    void cues_of_a_channel_follow_each_other_with_a_gap(Transcript transcript) {
        List<Cue> cues = track.add(transcript.segments());
        for (int i = 0; i < cues.size(); i++) {
            for (Cue later : cues.subList(i + 1, cues.size())) {
                if (cues.get(i).channel() == later.channel()) {
                    assertThat(later.startTime())
                            .isGreaterThanOrEqualTo(cues.get(i).endTime() + 80);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("anything")
    void every_word_is_shown_exactly_once(Transcript transcript) {
        String shown = String.join(
                "",
                track.add(transcript.segments()).stream()
                        .flatMap(cue -> cue.lines().stream())
                        .toList());
        assertThat(letters(shown)).isEqualTo(letters(transcript.text()));
    }

    private static List<Integer> letters(String text) {
        return text.chars().filter(Character::isLetterOrDigit).sorted().boxed().toList();
    }

    @Test
    void text_spoken_in_less_than_a_second_is_shown_for_a_second() {
        assertThat(shown(word("Yes.", 2_000, 2_300))).containsExactly("2000-3000 Yes.");
    }

    @Test
    void text_stays_visible_for_a_moment_after_it_was_spoken() {
        assertThat(shown(word("Yesterday,", 0, 4_000))).containsExactly("0-4300 Yesterday,");
    }

    @Test
    void a_very_long_sound_is_shown_for_seven_seconds() {
        assertThat(shown(word("Ommmm", 0, 60_000))).containsExactly("0-7000 Ommmm");
    }

    @Test
    void a_short_pause_between_cues_is_reduced_to_the_gap() {
        assertThat(shown(word("Come here, please.", 0, 2_000), word("I have something for you.", 2_700, 4_500)))
                .containsExactly("0-2620 Come here, please.", "2700-4800 I have something for you.");
    }

    @Test
    void no_cue_is_shown_during_a_silence() {
        assertThat(shown(word("Come", 0, 1_000), word("here", 4_000, 5_000)))
                .containsExactly("0-1300 Come", "4000-5300 here");
    }

    @Test
    void sentences_that_are_too_short_to_be_read_alone_are_shown_together() {
        assertThat(shown(word("No.", 0, 200), word("Yes.", 400, 700))).containsExactly("0-1000 No. Yes.");
    }

    @Test
    void a_later_cue_begins_when_the_cue_before_has_ended() {
        Segment first = segment(0, null, word("No.", 0, 200));
        Segment second = segment(1, null, word("Really not.", 600, 1_400));
        assertThat(track.add(List.of(first))).extracting(CueTrackTest::shown).containsExactly("0-1000 No.");
        assertThat(track.add(List.of(second))).extracting(CueTrackTest::shown).containsExactly("1080-2080 Really not.");
    }

    @Test
    void a_segment_without_word_times_follows_the_one_before_for_its_spoken_length() {
        track.add(List.of(segment(0, null, word("Hello.", 5_000, 6_000))));
        assertThat(track.add(List.of(new Segment(1, "This has no times at all.", "en", List.of()))))
                .extracting(CueTrackTest::shown)
                .containsExactly("6380-7966 This has no times at all.");
    }

    @Test
    void words_spelled_differently_from_the_text_still_give_it_times() {
        Segment segment = new Segment(
                0, "All’s well that ends well.", "en", List.of(word("Alls", 1_000, 1_500), word("wel", 2_000, 3_000)));
        assertThat(track.add(List.of(segment)))
                .extracting(CueTrackTest::shown)
                .containsExactly("1000-3300 All’s well that ends well.");
    }

    @Test
    void a_change_of_speaker_is_marked_by_a_dash() {
        assertThat(track.add(List.of(
                        segment(0, 0, word("Where to?", 0, 1_000)),
                        segment(1, 1, word("To the harbour.", 1_500, 2_500)),
                        segment(2, 1, word("Quickly!", 5_500, 6_500)))))
                .extracting(CueTrackTest::shown)
                .containsExactly("0-1300 Where to?", "1500-2800 - To the harbour.", "5500-6800 Quickly!");
    }

    @Test
    void a_cue_ends_early_when_another_speaker_begins() {
        assertThat(track.add(List.of(
                        segment(0, 0, word("Where do you want to go?", 0, 3_000)),
                        segment(1, 1, word("To the harbour.", 2_900, 4_000)))))
                .extracting(CueTrackTest::shown)
                .containsExactly("0-2820 Where do you want to go?", "2900-4300 - To the harbour.");
    }

    @Test
    void two_simultaneous_speakers_are_shown_together() {
        assertThat(track.add(List.of(
                        segment(0, 0, word("Where do you want to go?", 0, 3_000)),
                        segment(1, 1, word("Hm?", 1_000, 1_500)))))
                .extracting(CueTrackTest::shown)
                .containsExactly("0-3300 Where do you want to go?", "1000-2000 - Hm?");
    }

    @Test
    void a_line_that_begins_with_a_foreign_word_keeps_its_direction() {
        Segment segment = segment(0, null, word("שלום לכולם.", 0, 2_000), word("WhatsApp הוא הדרך", 2_500, 5_000));
        assertThat(track.add(List.of(segment)))
                .extracting(CueTrackTest::shown)
                .containsExactly("0-2420 שלום לכולם.", "2500-5300 \u200FWhatsApp הוא הדרך");
    }

    @Test
    void chinese_is_broken_between_the_words_of_the_service() {
        List<Word> words = new ArrayList<>();
        for (String word : List.of("今天", "下午", "乘客", "可以", "携带", "自行车", "上船", "然后", "出发", "旅行", "吧")) {
            words.add(word(word, words.size() * 500L, words.size() * 500L + 480));
        }
        String text = String.join("", words.stream().map(Word::text).toList());
        assertThat(track.add(List.of(new Segment(0, text, "zh", words))))
                .extracting(CueTrackTest::shown)
                .containsExactly("0-5780 今天下午乘客可以携带|自行车上船然后出发旅行吧");
    }

    @Test
    void two_hours_of_speech_are_cut_quickly() {
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            words.add(word("word" + i, i * 360L, i * 360L + 350));
        }
        Segment speech = segment(0, null, words.toArray(Word[]::new));
        List<Cue> cues = assertTimeout(ofSeconds(30), () -> track.add(List.of(speech)));
        assertThat(cues).hasSizeBetween(1_000, 4_000);
    }

    private List<String> shown(Word... words) {
        return track.add(List.of(segment(0, null, words))).stream()
                .map(CueTrackTest::shown)
                .toList();
    }

    private static String shown(Cue cue) {
        return cue.startTime() + "-" + cue.endTime() + " " + String.join("|", cue.lines());
    }

    private static Word word(String text, long start, long end) {
        return new Word(text, start, end, "word", 1);
    }

    private static Segment segment(int index, Integer channel, Word... words) {
        String text = String.join(" ", Stream.of(words).map(Word::text).toList());
        return new Segment(index, text, "en", List.of(words), List.of(), null, channel);
    }
}
