package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelelevenlabs.stt.threads.Alarm;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {

    private static final Duration CHUNK = ofMillis(100);
    private static final Duration SLACK = ofMillis(50);

    /** Sends each chunk as soon as the pacer allows it; returns the total time. */
    private static Duration timeFor(int chunks, Pacer pacer, long start) {
        long now = start;
        for (int i = 0; i < chunks; i++) {
            now = Math.max(now, pacer.due());
            pacer.sent(CHUNK.toNanos(), now);
        }
        return Duration.ofNanos(now - start);
    }

    @Test
    void without_a_rate_nothing_ever_waits() {
        assertThat(timeFor(10_000, new Pacer(0), 0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 4, 100})
    void audio_goes_at_a_multiple_of_real_time(double rate) {
        // The first chunk is sent at once, and the slack is used only once.
        Duration spoken = CHUNK.multipliedBy(999);
        Duration expected = Duration.ofNanos((long) (spoken.toNanos() / rate)).minus(SLACK);
        assertThat(timeFor(1_000, new Pacer(rate), 0)).isBetween(expected.minusNanos(1_000), expected.plusNanos(1_000));
    }

    @Test
    void a_clock_may_start_anywhere() {
        for (long start : new long[] {Long.MIN_VALUE / 2, -1, 0, Long.MAX_VALUE / 2}) {
            assertThat(timeFor(11, new Pacer(1), start)).isEqualTo(ofMillis(950));
        }
    }

    @Test
    void a_late_timer_does_not_slow_the_audio_down() {
        Pacer pacer = new Pacer(1);
        long late = ofMillis(20).toNanos();
        long now = 0;
        for (int i = 0; i < 101; i++) {
            now = pacer.due() > now ? pacer.due() + late : now;
            pacer.sent(CHUNK.toNanos(), now);
        }
        assertThat(Duration.ofNanos(now)).isLessThanOrEqualTo(ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({"20, 1", "50, 1", "100, 1", "333, 1", "1000, 1", "100, 1.5", "100, 4", "50, 100"})
    void paced_by_the_alarm_of_a_loop_an_hour_takes_as_long_as_it_should_and_no_chunk_is_late(int millis, double rate) {
        ManualTime time = new ManualTime();
        time.advance(Duration.ofNanos(1_234_567));
        long start = time.nanoTime();
        Pacer pacer = new Pacer(rate);
        long[] sent = new long[1];
        long[] lateness = new long[1];
        Alarm[] pace = new Alarm[1];
        pace[0] = time.alarm(() -> {
            for (; pacer.due() <= time.nanoTime(); sent[0] += ofMillis(millis).toNanos()) {
                // What the slack allows is due before the start.
                lateness[0] = Math.max(lateness[0], time.nanoTime() - Math.max(start, pacer.due()));
                pacer.sent(ofMillis(millis).toNanos(), time.nanoTime());
            }
            pace[0].set(pacer.due());
        });
        pace[0].set(start);
        time.advance(ofHours(1));
        double hours = sent[0] / rate / ofHours(1).toNanos();
        double tolerance =
                (double) ofMillis(millis).plus(SLACK).toNanos() / ofHours(1).toNanos();
        assertThat(hours).isCloseTo(1, within(tolerance));
        assertThat(Duration.ofNanos(lateness[0])).isLessThan(ofMillis(10));
    }

    @Test
    void no_burst_follows_a_wait() {
        Pacer pacer = new Pacer(1);
        pacer.sent(CHUNK.toNanos(), 0);
        long later = ofSeconds(60).toNanos();
        assertThat(pacer.due()).isLessThanOrEqualTo(later);
        pacer.sent(CHUNK.toNanos(), later);
        assertThat(pacer.due()).isEqualTo(later + CHUNK.minus(SLACK).toNanos());
    }

    @Test
    void an_empty_message_takes_no_time() {
        Pacer pacer = new Pacer(1);
        pacer.sent(0, 0);
        assertThat(pacer.due()).isNotPositive();
    }
}
