package io.github.camelelevenlabs.stt.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordingClockTest {

    private static final int RATE = 16_000;

    private final RecordingClock clock = new RecordingClock(RATE, false);
    private final RecordingClock live = new RecordingClock(RATE, true);

    /** The silence before samples with this timestamp, in milliseconds. 100 ms of samples follow. */
    private static long silence(RecordingClock clock, long millis) {
        long silence = clock.silenceBefore(millis) * 1000 / RATE;
        clock.passed(RATE / 10);
        return silence;
    }

    @Test
    void samples_without_a_gap_get_no_silence() {
        assertThat(silence(clock, 0)).isZero();
        assertThat(silence(clock, 100)).isZero();
        assertThat(clock.millis()).isEqualTo(200);
    }

    @Test
    void rounded_timestamps_are_no_gap_and_a_tenth_of_a_second_is_one() {
        assertThat(silence(clock, 99)).isZero();
        assertThat(silence(clock, 150)).isZero();
        assertThat(silence(clock, 300)).isEqualTo(100);
        assertThat(clock.millis()).isEqualTo(400);
    }

    @Test
    void small_delays_do_not_add_up_to_a_drift() {
        for (int i = 0; i < 1_000; i++) {
            silence(clock, i * 101L);
        }
        assertThat(clock.millis()).isBetween(1_000 * 101L - 200, 1_000 * 101L);
    }

    @Test
    void ten_minutes_may_pass_and_a_millisecond_more_is_another_clock() {
        assertThat(silence(clock, 600_000)).isEqualTo(600_000);
        assertThat(silence(clock, 600_100 + 600_001)).isZero();
        assertThat(clock.jumpIgnored()).isEqualTo(600_001);
        assertThat(silence(clock, 1_200_201)).isZero();
        assertThat(silence(clock, 1_201_301)).isEqualTo(1_000);
    }

    @Test
    void all_gaps_together_are_an_hour_at_most() {
        long silent = 0;
        for (int i = 1; i < 100; i++) {
            silent += silence(clock, i * 500_000L);
        }
        assertThat(silent).isBetween(3_000_000L, 3_600_000L);
    }

    @Test
    void a_backward_jump_removes_nothing_and_later_gaps_count_from_there() {
        silence(clock, 0);
        silence(clock, 5_000);
        assertThat(silence(clock, 0)).isZero();
        assertThat(clock.jumpIgnored()).isEqualTo(-5_100);
        assertThat(silence(clock, 100)).isZero();
        assertThat(silence(clock, 1_200)).isEqualTo(1_000);
    }

    @Test
    void sound_that_is_a_little_ahead_is_caught_up_with_in_the_next_gap() {
        silence(clock, 0);
        assertThat(silence(clock, -200)).isZero();
        assertThat(silence(clock, 500)).isEqualTo(300);
    }

    @Test
    void a_gap_in_a_live_stream_may_be_ten_seconds() {
        assertThat(silence(live, 10_000)).isEqualTo(10_000);
        assertThat(silence(live, 10_100 + 10_001)).isZero();
    }

    @Test
    void a_part_with_another_origin_goes_on_where_the_one_before_it_ended() {
        silence(clock, 0);
        clock.startPart(7_000);
        assertThat(silence(clock, 7_000)).isZero();
        assertThat(silence(clock, 8_100)).isEqualTo(1_000);
        assertThat(clock.millis()).isEqualTo(1_300);
    }
}
