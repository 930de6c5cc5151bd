package io.github.camelelevenlabs.stt.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SourceClockTest {

    private static final int SECOND = 16_000;

    private final SourceClock clock = new SourceClock(PcmFormat.PCM_16000);

    /** Sends the next audio of the source. */
    private static void send(SourceClock clock, int samples) {
        clock.audioSent(clock.sourceSamples(), samples);
    }

    @Test
    void dropped_audio_still_counts_as_time_of_the_source() {
        clock.audioSent(0, SECOND);
        clock.audioSent(5L * SECOND, SECOND);
        assertThat(clock.toSourceMillis(0.5)).isEqualTo(500);
        assertThat(clock.toSourceMillis(1.5)).isEqualTo(5_500);
    }

    @ParameterizedTest
    @EnumSource(PcmFormat.class)
    void without_padding_both_clocks_agree_at_every_rate(PcmFormat format) {
        SourceClock clock = new SourceClock(format);
        send(clock, format.sampleRate() * 10);
        assertThat(clock.toSourceMillis(0)).isZero();
        assertThat(clock.toSourceMillis(1.234)).isEqualTo(1_234);
        assertThat(clock.toSourceMillis(10)).isEqualTo(10_000);
    }

    @Test
    void a_connection_may_start_in_the_middle_of_the_source() {
        clock.audioSent(60L * SECOND, 5 * SECOND);
        assertThat(clock.toSourceMillis(1.5)).isEqualTo(61_500);
        assertThat(clock.sourceSamples()).isEqualTo(65L * SECOND);
        assertThat(clock.connectionSamples()).isEqualTo(5L * SECOND);
    }

    @Test
    void padding_does_not_count_as_time_of_the_source() {
        send(clock, SECOND);
        clock.paddingSent(SECOND / 2);
        send(clock, SECOND);
        assertThat(clock.sourceSamples()).isEqualTo(2 * SECOND);
        assertThat(clock.connectionSamples()).isEqualTo(SECOND * 5 / 2);
        assertThat(clock.toSourceMillis(2)).isEqualTo(1_500);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 500",
        "1, 1000",
        "1.2, 1000",
        "1.5, 1000",
        "1.75, 1250",
        "2.5, 2000",
        "2.6, 2000",
        "2.75, 2000",
        "3, 2250"
    })
    void a_time_within_padding_maps_to_the_position_of_the_padding(double seconds, long millis) {
        send(clock, SECOND);
        clock.paddingSent(SECOND / 2);
        send(clock, SECOND);
        clock.paddingSent(SECOND / 4);
        send(clock, SECOND);
        assertThat(clock.toSourceMillis(seconds)).isEqualTo(millis);
    }

    @Test
    void padding_of_nothing_changes_nothing() {
        send(clock, SECOND);
        clock.paddingSent(0);
        send(clock, 0);
        send(clock, SECOND);
        assertThat(clock.toSourceMillis(1.5)).isEqualTo(1_500);
        assertThat(clock.connectionSamples()).isEqualTo(2 * SECOND);
    }

    @Test
    void times_lie_within_the_sent_audio() {
        send(clock, SECOND);
        assertThat(clock.toSourceMillis(-0.5)).isZero();
        assertThat(clock.toSourceMillis(7)).isEqualTo(1_000);
    }

    @Test
    void the_first_padding_may_come_before_any_audio() {
        clock.paddingSent(SECOND);
        send(clock, SECOND);
        assertThat(clock.toSourceMillis(0.5)).isZero();
        assertThat(clock.toSourceMillis(1.5)).isEqualTo(500);
    }

    @Test
    void any_number_of_paddings_leaves_recent_times_exact() {
        for (int i = 0; i < 1_000; i++) {
            send(clock, SECOND / 10);
            clock.paddingSent(SECOND / 4);
        }
        send(clock, SECOND);
        assertThat(clock.toSourceMillis(350.5)).isEqualTo(100_500);
        assertThat(clock.toSourceMillis(349.7))
                .as("100 ms of the source before")
                .isEqualTo(99_950);
        assertThat(clock.toSourceMillis(0)).as("long forgotten").isBetween(0L, 99_900L);
    }

    @Test
    void days_of_audio_keep_exact_times() {
        long days = 30L * 24 * 3_600;
        SourceClock clock = new SourceClock(PcmFormat.PCM_48000);
        clock.audioSent(days * 48_000, 48_000);
        assertThat(clock.toSourceMillis(0.25)).isEqualTo(days * 1_000 + 250);
    }

    @Test
    void gaps_between_all_messages_of_a_segment_leave_its_times_exact() {
        for (int i = 0; i < 1_500; i++) {
            clock.audioSent(i * 50L * 16, 20 * 16);
        }
        assertThat(clock.toSourceMillis(0.01)).isEqualTo(10);
        assertThat(clock.toSourceMillis(15.005)).isEqualTo(37_505);
    }

    @Test
    void a_word_before_a_gap_ends_there_and_one_behind_it_begins_there() {
        clock.audioSent(0, SECOND);
        clock.audioSent(10L * SECOND, SECOND);
        assertThat(clock.toSourceEndMillis(0.5, 1)).isEqualTo(1_000);
        assertThat(clock.toSourceEndMillis(0.5, 1.04)).isEqualTo(1_040);
        assertThat(clock.toSourceMillis(1)).isEqualTo(10_000);
        assertThat(clock.toSourceEndMillis(1, 1.02)).isEqualTo(10_020);
        assertThat(clock.toSourceEndMillis(1, 1.5)).isEqualTo(10_500);
        assertThat(clock.toSourceEndMillis(0.5, 1.5)).as("a word over the gap").isEqualTo(10_500);
    }

    @Test
    void a_word_that_ends_in_padding_ends_where_the_padding_was_put_in() {
        send(clock, SECOND);
        clock.paddingSent(SECOND / 2);
        send(clock, SECOND);
        assertThat(clock.toSourceEndMillis(0.5, 1.02)).isEqualTo(1_000);
    }
}
