package io.github.camelelevenlabs.stt.delivery;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the entries of a session say together. */
class KeptTest {

    private static final String HEAD = "{\"version\":1,\"session\":\"id-1\",\"rate\":16000,\"channels\":1}";
    private static final String TWO_CHANNELS = "{\"version\":1,\"session\":\"id-1\",\"rate\":16000,\"channels\":2}";

    private static String said(int index, String text, long through) {
        return "{\"segment\":{\"index\":" + index + ",\"text\":\"" + text + "\"},\"through\":" + through + "}";
    }

    private static String said(int index, int channel, long through) {
        return "{\"segment\":{\"index\":" + index + ",\"text\":\"text\",\"channel\":" + channel + "},\"through\":"
                + through + "}";
    }

    @Test
    void a_key_without_entries_is_a_new_session() {
        Kept kept = Kept.of(List.of());
        assertThat(kept.isResumed()).isFalse();
        assertThat(kept.sessionId()).isEmpty();
        assertThat(kept.through()).isZero();
    }

    @Test
    void a_session_goes_on_under_its_id_behind_what_was_said() {
        Kept kept = Kept.of(List.of(HEAD, said(0, "one", 1_000), said(1, "two", 2_500)));
        assertThat(kept.isResumed()).isTrue();
        assertThat(kept.sessionId()).contains("id-1");
        assertThat(kept.segments()).extracting("text").containsExactly("one", "two");
        assertThat(kept.through()).isEqualTo(ofMillis(2_500));
        assertThat(kept.lastText()).contains("two");
    }

    @Test
    void a_mark_is_of_one_segment_and_not_of_those_before() {
        Kept kept = Kept.of(List.of(HEAD, said(0, "one", 1_000), said(1, "two", 2_000), "{\"routed\":1}"));
        assertThat(kept.unrouted()).extracting("text").containsExactly("one");
    }

    @Test
    void a_mark_of_a_segment_that_is_missing_is_refused() {
        assertThatThrownBy(() -> Kept.of(List.of(HEAD, said(0, "one", 1_000), "{\"routed\":1}")))
                .isInstanceOf(UnreadableJournalException.class)
                .hasMessage("entry 3 of 3 marks segment 1, which is missing");
    }

    @Test
    void silence_behind_the_words_is_covered_too() {
        Kept kept = Kept.of(List.of(HEAD, said(0, "one", 1_000), "{\"covered\":9000,\"channel\":0}", HEAD));
        assertThat(kept.through()).isEqualTo(ofMillis(9_000));
    }

    @Test
    void what_was_sent_is_what_the_last_entry_says() {
        assertThat(Kept.of(List.of(HEAD, said(0, "one", 1_000))).sent()).isZero();
        Kept kept = Kept.of(List.of(
                HEAD,
                said(0, "one", 1_000).replace("\"through\"", "\"sent\":1350,\"through\""),
                "{\"covered\":9000,\"channel\":0,\"sent\":12000.5}",
                "{\"routed\":0}",
                HEAD));
        assertThat(kept.sent()).isEqualTo(Duration.ofNanos(12_000_500_000L));
    }

    @Test
    void each_channel_has_its_own_place_and_all_of_them_the_least() {
        Kept kept = Kept.of(List.of(TWO_CHANNELS, said(0, 1, 4_000), said(1, 0, 3_000)));
        assertThat(kept.through(0)).isEqualTo(ofMillis(3_000));
        assertThat(kept.through(1)).isEqualTo(ofMillis(4_000));
        assertThat(kept.through()).isEqualTo(ofMillis(3_000));
    }

    @Test
    void a_channel_that_has_said_nothing_begins_at_its_beginning() {
        Kept kept = Kept.of(List.of(TWO_CHANNELS, said(0, 1, 4_000)));
        assertThat(kept.through(0)).isZero();
        assertThat(kept.through()).isEqualTo(Duration.ZERO);
    }

    @Test
    void an_entry_that_cannot_be_read_is_named() {
        assertThatThrownBy(() -> Kept.of(List.of(HEAD, "{\"segm")))
                .isInstanceOf(UnreadableJournalException.class)
                .hasMessage("entry 2 of 2 is damaged");
    }

    @Test
    void a_segment_that_is_missing_is_not_passed_over() {
        assertThatThrownBy(() -> Kept.of(List.of(HEAD, said(0, "one", 1_000), said(2, "three", 3_000))))
                .hasMessage("entry 3 of 3 is segment 2 where segment 1 is missing");
    }

    @Test
    void entries_without_a_head_are_refused() {
        assertThatThrownBy(() -> Kept.of(List.of(said(0, "one", 1_000))))
                .hasMessage("entry 1 of 1 comes before the one that names the version");
    }
}
