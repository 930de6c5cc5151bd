package io.github.camelelevenlabs.stt.audio;

import static io.github.camelelevenlabs.stt.audio.HeldBack.MAX_INPUT;
import static io.github.camelelevenlabs.stt.audio.HeldBack.MAX_OUTPUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A piece is decoded when nothing that decodes can still hold its samples. */
class HeldBackTest {

    private final HeldBack held = new HeldBack();
    private final List<String> decoded = new ArrayList<>();

    private void taken(String piece) {
        held.taken(() -> decoded.add(piece));
    }

    @Test
    void before_the_format_is_known_pieces_wait_for_the_first_samples() {
        taken("header");
        taken("first samples");
        assertThat(decoded).isEmpty();
        held.gave(320, false);
        assertThat(decoded).isEmpty();
        held.gave(320, true);
        assertThat(decoded).containsExactly("header", "first samples");
    }

    @Test
    void once_the_format_is_known_a_piece_is_decoded_when_it_is_taken() {
        held.gave(320, true);
        taken("one");
        assertThat(decoded).containsExactly("one");
    }

    @Test
    void with_ffmpeg_as_much_must_follow_as_the_pipes_hold() {
        held.leaveToFfmpeg(100);
        taken("one");
        held.gave(320, true);
        held.wrote(MAX_INPUT - 1);
        taken("two");
        held.gave(MAX_OUTPUT, true);
        assertThat(decoded).isEmpty();
        held.wrote(1);
        held.gave(0, true);
        held.gave(MAX_OUTPUT - 1, true);
        assertThat(decoded).isEmpty();
        held.gave(1, true);
        assertThat(decoded).containsExactly("one");
        held.wrote(MAX_INPUT);
        held.gave(0, true);
        held.gave(MAX_OUTPUT, true);
        assertThat(decoded).containsExactly("one", "two");
    }

    @Test
    void what_ffmpeg_reads_before_its_first_samples_does_not_count() {
        held.leaveToFfmpeg(0);
        taken("one");
        held.wrote(10 * MAX_INPUT);
        held.gave(320, true);
        held.gave(MAX_OUTPUT, true);
        assertThat(decoded).isEmpty();
        held.wrote(MAX_INPUT);
        held.gave(0, true);
        held.gave(MAX_OUTPUT, true);
        assertThat(decoded).containsExactly("one");
    }

    @Test
    void at_the_end_everything_is_decoded() {
        held.leaveToFfmpeg(0);
        taken("one");
        taken("two");
        held.end();
        assertThat(decoded).containsExactly("one", "two");
    }
}
