package io.github.camelelevenlabs.stt.feed;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressWatchTest {

    private final ManualTime time = new ManualTime();
    private final List<Duration> tooSlow = new ArrayList<>();
    private final ProgressWatch watch = new ProgressWatch(ofMinutes(1), time, tooSlow::add);

    ProgressWatchTest() {
        watch.start();
        time.settle();
    }

    /** Every interval delivers this much audio. */
    private void comes(Duration audio, Duration wait, int times) {
        for (int i = 0; i < times; i++) {
            watch.requested();
            time.advance(wait);
            watch.received(audio);
        }
    }

    @Test
    void a_source_without_audio_is_too_slow_after_a_minute() {
        watch.requested();
        time.advance(ofSeconds(59));
        assertThat(tooSlow).isEmpty();
        time.advance(ofSeconds(1));
        assertThat(tooSlow).containsExactly(Duration.ZERO);
        time.advance(ofMinutes(10));
        assertThat(tooSlow).hasSize(1);
        assertThat(time.timers()).isZero();
    }

    @Test
    void a_slow_source_is_too_slow_whatever_the_size_of_its_blocks() {
        comes(ofMillis(9), ofMillis(100), 1_000);
        assertThat(tooSlow).singleElement().satisfies(came -> assertThat(came).isBetween(ofSeconds(4), ofSeconds(6)));
    }

    @Test
    void a_burst_at_the_beginning_counts_only_within_the_window() {
        comes(ofSeconds(20), ofSeconds(1), 1);
        watch.requested();
        time.advance(ofSeconds(70));
        assertThat(tooSlow).hasSize(1);
    }

    @Test
    void a_little_more_than_a_tenth_of_real_time_is_enough() {
        comes(ofMillis(1_250), ofSeconds(10), 1_000);
        assertThat(tooSlow).isEmpty();
    }

    @Test
    void a_live_stream_in_segments_is_fast_enough() {
        comes(ofSeconds(10), ofSeconds(10), 100);
        assertThat(tooSlow).isEmpty();
    }

    @Test
    void time_without_a_pending_read_does_not_count() {
        for (int i = 0; i < 100; i++) {
            comes(ofMillis(10), ofMillis(1), 1);
            time.advance(ofMinutes(5));
        }
        assertThat(tooSlow).isEmpty();
    }

    @Test
    void collected_bytes_count_while_a_read_is_pending() {
        watch.requested();
        for (int i = 0; i < 100; i++) {
            time.advance(ofSeconds(10));
            watch.progressed(ofSeconds(2));
        }
        assertThat(tooSlow).isEmpty();
        time.advance(ofMinutes(2));
        assertThat(tooSlow).hasSize(1);
    }

    @Test
    void after_the_stop_nothing_is_reported_and_no_timer_is_left() {
        watch.requested();
        watch.stop();
        time.advance(ofMinutes(2));
        assertThat(tooSlow).isEmpty();
        assertThat(time.timers()).isZero();
    }
}
