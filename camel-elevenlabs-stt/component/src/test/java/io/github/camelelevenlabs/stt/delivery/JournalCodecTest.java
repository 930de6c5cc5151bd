package io.github.camelelevenlabs.stt.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelelevenlabs.stt.transcript.Entity;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Word;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries are lines of JSON that give back exactly what was written. */
class JournalCodecTest {

    private static final Segment ANNOTATED = new Segment(
            3,
            "Ana, café\n\u2028\ud83d\ude00 \ud800\u0000",
            "pt",
            List.of(
                    new Word("Ana,", 1_001, 1_239, "word", 0.987654321),
                    new Word("(riso)", 3_600_000, 3_600_001, "audio_event", Double.POSITIVE_INFINITY)),
            List.of(new Entity("Ana", "name", 0, 3)),
            "Ana: café",
            1);

    @Test
    void a_head_is_written() {
        assertThat(JournalCodec.write(new JournalEntry.Head("id-1", 16_000, 2)))
                .isEqualTo("{\"version\":1,\"session\":\"id-1\",\"rate\":16000,\"channels\":2}");
    }

    @Test
    void a_segment_is_written_with_its_place() {
        Segment plain = new Segment(0, "hello", null, List.of());
        assertThat(JournalCodec.write(new JournalEntry.Said(plain, Duration.ofNanos(1_500_062_500), Duration.ZERO)))
                .isEqualTo("{\"segment\":{\"index\":0,\"text\":\"hello\"},\"through\":1500.0625}");
    }

    @Test
    void marks_and_silences_are_written() {
        assertThat(JournalCodec.write(new JournalEntry.Routed(7))).isEqualTo("{\"routed\":7}");
        assertThat(JournalCodec.write(new JournalEntry.Covered(1, Duration.ofSeconds(2), Duration.ZERO)))
                .isEqualTo("{\"covered\":2000.0,\"channel\":1}");
    }

    @Test
    void what_was_sent_by_then_is_written_when_it_is_known() {
        Segment plain = new Segment(0, "hello", null, List.of());
        JournalEntry.Said said = new JournalEntry.Said(plain, Duration.ofMillis(1_500), Duration.ofMillis(1_850));
        assertThat(JournalCodec.write(said))
                .isEqualTo("{\"segment\":{\"index\":0,\"text\":\"hello\"},\"through\":1500.0,\"sent\":1850.0}");
        JournalEntry.Covered covered = new JournalEntry.Covered(0, Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(JournalCodec.write(covered)).isEqualTo("{\"covered\":2000.0,\"channel\":0,\"sent\":3000.0}");
        assertThat(JournalCodec.read(JournalCodec.write(said))).isEqualTo(said);
        assertThat(JournalCodec.read(JournalCodec.write(covered))).isEqualTo(covered);
    }

    @Test
    void everything_of_a_segment_comes_back_as_it_was() {
        JournalEntry.Said said = new JournalEntry.Said(ANNOTATED, Duration.ofNanos(3_600_001_020_833L), Duration.ZERO);
        assertThat(JournalCodec.read(JournalCodec.write(said))).isEqualTo(said);
    }

    @Test
    void every_position_comes_back_to_the_nanosecond() {
        for (long nanos : new long[] {0, 1, 22_675, 999_999_999, 86_400_000_022_675L}) {
            JournalEntry.Covered covered = new JournalEntry.Covered(0, Duration.ofNanos(nanos), Duration.ZERO);
            assertThat(JournalCodec.read(JournalCodec.write(covered))).isEqualTo(covered);
        }
    }

    @Test
    void positions_of_many_centuries_come_back_to_the_millisecond() {
        for (long millis : new long[] {1_790_000_000_123L, 10_000_000_000_000L, 1_000_000_000_000_001L}) {
            JournalEntry.Covered covered = new JournalEntry.Covered(0, Duration.ofMillis(millis), Duration.ZERO);
            assertThat(JournalCodec.read(JournalCodec.write(covered))).isEqualTo(covered);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"id\",\"rate\":16000,\"channels\":1500000000",
                "\"id\",\"rate\":16000,\"channels\":-1",
                "\"id\",\"rate\":-1,\"channels\":1",
                "\"i\\u001b[31md\",\"rate\":16000,\"channels\":1"
            })
    void a_head_that_no_session_has_written_is_refused(String values) {
        assertThatThrownBy(() -> JournalCodec.read("{\"version\":1,\"session\":" + values + "}"))
                .isInstanceOf(UnreadableJournalException.class);
    }

    @Test
    void every_other_entry_comes_back_as_it_was() {
        JournalEntry.Head head = new JournalEntry.Head("id", 44_100, 1);
        assertThat(JournalCodec.read(JournalCodec.write(head))).isEqualTo(head);
        assertThat(JournalCodec.read(JournalCodec.write(new JournalEntry.Routed(0))))
                .isEqualTo(new JournalEntry.Routed(0));
    }

    @Test
    void an_entry_is_one_line_of_ascii_whatever_was_said() {
        String line = JournalCodec.write(new JournalEntry.Said(ANNOTATED, Duration.ZERO, Duration.ZERO));
        assertThat(line.chars()).allMatch(character -> character >= ' ' && character <= '~');
    }

    @Test
    void what_a_later_version_adds_to_an_entry_is_left_out() {
        assertThat(JournalCodec.read("{\"routed\":2,\"by\":\"us\"}")).isEqualTo(new JournalEntry.Routed(2));
    }

    @Test
    void another_version_is_refused_by_its_number() {
        assertThatThrownBy(() -> JournalCodec.read("{\"version\":2,\"session\":\"id\"}"))
                .isInstanceOf(UnreadableJournalException.class)
                .hasMessage("is of version 2, and this component reads version 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\u0000\u0000\u0000",
                "{\"segment\":{\"index\":0,\"te",
                "{\"routed\":1}{\"routed\":2}",
                "{\"routed\":\"one\"}",
                "{\"said\":1}",
                "{\"version\":1}",
                "{\"segment\":{\"index\":0},\"through\":1}",
                "{\"segment\":{\"index\":0,\"text\":\"a\"},\"through\":1,\"sent\":-1}",
                "{\"segment\":{\"index\":0,\"text\":\"a\"},\"through\":1,\"sent\":\"1\"}",
                "{\"covered\":1,\"channel\":0,\"sent\":1e17}",
                "{\"covered\":1,\"channel\":0,\"sent\":null}",
                "{\"segment\":{\"index\":0,\"text\":\"a\"}}",
                "{\"segment\":{\"index\":0,\"text\":\"a\",\"words\":[null]},\"through\":1}",
                "{\"segment\":{\"index\":0,\"text\":\" \"},\"through\":1}",
                "{\"segment\":{\"index\":0,\"text\":\"a\",\"channel\":-3},\"through\":1}",
                "{\"segment\":{\"index\":0,\"text\":\"a\",\"channel\":65535},\"through\":1}",
                "{\"segment\":{\"index\":0,\"text\":\"a\",\"words\":[{\"start\":0,\"end\":1}]},\"through\":1}",
                "{\"segment\":{\"index\":0,\"text\":\"a\",\"words\":[{\"text\":\"a\",\"start\":1e300,\"end\":1}]},\"through\":1}",
                "{\"covered\":1,\"channel\":-3}",
                "{\"covered\":1,\"channel\":\"left\"}",
                "{\"covered\":-1,\"channel\":0}",
                "{\"covered\":1e300,\"channel\":0}",
                "{\"covered\":1,\"channel\":0,\"sent\":-1}"
            })
    void what_is_damaged_is_refused(String line) {
        assertThatThrownBy(() -> JournalCodec.read(line)).isInstanceOf(UnreadableJournalException.class);
    }

    @Test
    void a_channel_that_no_audio_has_is_refused_by_its_number() {
        assertThatThrownBy(() -> JournalCodec.read("{\"covered\":1,\"channel\":-3}"))
                .hasMessage("is damaged: no audio has a channel -3");
        assertThatThrownBy(() -> Kept.of(List.of(
                        "{\"version\":1,\"session\":\"id\",\"rate\":8000,\"channels\":2}",
                        "{\"covered\":1,\"channel\":2}")))
                .isInstanceOf(UnreadableJournalException.class)
                .hasMessage("entry 2 of 2 names channel 2 of audio with 2");
    }

    /** What the service says is kept as it is: refused here, the session could not go on. */
    @Test
    void a_text_with_control_characters_comes_back_as_the_service_gave_it() {
        Segment segment = new Segment(0, "one\n\u0007two", null, List.of());
        JournalEntry.Said said = new JournalEntry.Said(segment, Duration.ZERO, Duration.ZERO);
        assertThat(JournalCodec.read(JournalCodec.write(said))).isEqualTo(said);
    }
}
