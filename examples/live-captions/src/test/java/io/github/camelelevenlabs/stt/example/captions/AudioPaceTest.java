package io.github.camelelevenlabs.stt.example.captions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AudioPaceTest {

    private final AudioPace pace = new AudioPace();

    @Test
    void speech_never_waits() {
        for (int now = 0; now < 3_600_000; now += 100) {
            assertThat(pace.delay(now, 100)).isZero();
        }
    }

    @Test
    void after_an_outage_a_minute_comes_at_once() {
        assertThat(pace.delay(5_000_000, 60_000)).isZero();
    }

    @Test
    void what_is_longer_comes_a_quarter_faster_than_it_is_spoken() {
        assertThat(pace.delay(0, 75_000)).isZero();
        assertThat(pace.delay(0, 1_000)).isEqualTo(800);
        assertThat(pace.delay(800, 1_000)).isEqualTo(800);
        assertThat(pace.delay(1_600, 1_000)).isEqualTo(800);
    }

    @Test
    void silence_saves_no_more_than_a_minute() {
        assertThat(pace.delay(0, 75_000)).isZero();
        assertThat(pace.delay(3_600_000, 75_000)).isZero();
        assertThat(pace.delay(3_600_000, 1_000)).isEqualTo(800);
    }
}
