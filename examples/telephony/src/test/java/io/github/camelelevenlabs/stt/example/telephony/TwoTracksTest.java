package io.github.camelelevenlabs.stt.example.telephony;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TwoTracksTest {

    private final TwoTracks tracks = new TwoTracks();

    private static byte[] frame(int value) {
        byte[] frame = new byte[160];
        Arrays.fill(frame, (byte) value);
        return frame;
    }

    private static String described(Optional<TwoTracks.Piece> piece) {
        return piece.map(made -> made.position() + " ms: " + made.stereo().length / 16 + " ms of " + made.stereo()[0]
                        + " and " + made.stereo()[1])
                .orElse("nothing");
    }

    @Test
    void frames_wait_for_the_other_track() {
        assertThat(described(tracks.add(false, 5, frame(2)))).isEqualTo("nothing");
        assertThat(described(tracks.add(true, 5, frame(1)))).isEqualTo("0 ms: 20 ms of 1 and 2");
        assertThat(described(tracks.add(true, 25, frame(3)))).isEqualTo("nothing");
        assertThat(described(tracks.add(false, 24, frame(4)))).isEqualTo("20 ms: 20 ms of 3 and 4");
    }

    @Test
    void a_lost_frame_is_silence_in_its_track() {
        tracks.add(true, 0, frame(1));
        tracks.add(false, 0, frame(2));
        tracks.add(true, 20, frame(1));
        tracks.add(true, 40, frame(3));
        byte[] both = tracks.add(false, 40, frame(4)).orElseThrow().stereo();
        assertThat(both).hasSize(640);
        assertThat(new byte[] {both[0], both[1], both[320], both[321]}).containsExactly(1, -1, 3, 4);
    }

    @Test
    void a_track_that_says_nothing_is_waited_for_no_longer_than_400_ms() {
        for (int millis = 0; millis < 400; millis += 20) {
            assertThat(described(tracks.add(true, millis, frame(1)))).isEqualTo("nothing");
        }
        assertThat(described(tracks.add(true, 400, frame(1)))).isEqualTo("0 ms: 20 ms of 1 and -1");
        assertThat(described(tracks.add(false, 0, frame(2)))).as("too late").isEqualTo("nothing");
        assertThat(described(tracks.flush())).isEqualTo("20 ms: 400 ms of 1 and -1");
        assertThat(described(tracks.flush())).isEqualTo("nothing");
    }

    @Test
    void where_both_have_nothing_for_a_while_is_a_gap() {
        tracks.add(true, 0, frame(1));
        assertThat(described(tracks.add(false, 3_600_000, frame(2)))).isEqualTo("0 ms: 20 ms of 1 and -1");
        assertThat(described(tracks.add(true, 3_600_000, frame(3)))).isEqualTo("3600000 ms: 20 ms of 3 and 2");
    }
}
