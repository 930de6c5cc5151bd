package io.github.camelelevenlabs.stt.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Word;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelOrderTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final ChannelOrder order = new ChannelOrder(2, Duration.ofSeconds(2));

    @Test
    void a_segment_is_released_when_no_earlier_one_can_follow() {
        segment(0, "question", 500, 1_000, 0);
        assertThat(due(0)).isEmpty();
        segment(1, "answer", 2_000, 3_000, 1);
        assertThat(due(1)).containsExactly("question");
        segment(0, "thanks", 4_000, 5_000, 2);
        assertThat(due(2)).containsExactly("answer");
    }

    @Test
    void the_segment_spoken_first_is_released_first_although_it_comes_later() {
        segment(0, "yes", 5_000, 5_500, 0);
        segment(1, "a long story", 1_000, 9_000, 1);
        assertThat(due(1)).containsExactly("a long story", "yes");
    }

    @Test
    void waiting_for_a_silent_channel_has_a_limit() {
        segment(0, "hello?", 500, 1_000, 0);
        segment(0, "anybody?", 2_000, 3_000, 1);
        assertThat(due(1)).isEmpty();
        assertThat(due(2)).containsExactly("hello?");
        assertThat(due(3)).containsExactly("anybody?");
    }

    @Test
    void an_overdue_segment_is_released_with_all_that_start_before_it() {
        segment(0, "second", 2_000, 3_000, 0);
        segment(1, "third", 8_000, 9_000, 1);
        assertThat(due(1)).containsExactly("second");
        segment(0, "late", 7_000, 7_500, 2);
        assertThat(due(3)).containsExactly("late", "third");
    }

    @Test
    void a_channel_that_goes_on_later_than_the_others_is_not_waited_for_before() {
        order.beginsAt(1, Duration.ofSeconds(5));
        segment(0, "missed", 2_000, 3_000, 0);
        segment(0, "new", 6_000, 7_000, 0);
        assertThat(due(0)).containsExactly("missed");
    }

    @Test
    void a_channel_that_has_ended_is_not_waited_for() {
        segment(0, "bye", 500, 1_000, 0);
        order.ended(1);
        assertThat(due(0)).containsExactly("bye");
    }

    @Test
    void a_segment_that_comes_too_late_for_its_place_is_still_released() {
        segment(0, "first spoken", 5_000, 6_000, 0);
        assertThat(due(2)).containsExactly("first spoken");
        segment(1, "first to be said", 1_000, 2_000, 3);
        assertThat(due(3)).containsExactly("first to be said");
    }

    @Test
    void without_word_times_a_segment_is_ordered_by_the_position_of_its_channel() {
        segment(0, "timed", 3_000, 4_000, 0);
        order.add(0, new Segment(1, "untimed", null, List.of()), 0);
        segment(1, "later", 4_500, 5_000, 1);
        assertThat(due(1)).containsExactly("timed", "untimed");
    }

    private void segment(int channel, String text, long start, long end, int atSecond) {
        Word word = new Word(text, start, end, "word", 1);
        order.add(channel, new Segment(0, text, null, List.of(word)), atSecond * SECOND);
    }

    private List<String> due(int atSecond) {
        return order.due(atSecond * SECOND).stream()
                .map(held -> held.segment().text())
                .toList();
    }
}
