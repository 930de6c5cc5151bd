package io.github.camelelevenlabs.stt.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeriodicSpeechTest {

    @Test
    void a_period_has_ten_seconds_and_thirty_words() {
        assertThat(PeriodicSpeech.period(PeriodicSpeech.SAMPLE_RATE).pcm())
                .hasSize(PeriodicSpeech.SECONDS_OF_PERIOD * PeriodicSpeech.BYTES_PER_SECOND);
        assertThat(PeriodicSpeech.wordsBefore(10_000)).isEqualTo(30);
        assertThat(PeriodicSpeech.wordsBefore(10_199)).isEqualTo(30);
        assertThat(PeriodicSpeech.wordsBefore(10_200)).isEqualTo(31);
    }

    @Test
    void each_word_has_ended_where_its_time_says() {
        for (int word = 0; word < 100; word++) {
            long end = Math.round(PeriodicSpeech.end(word) * 1_000);
            assertThat(PeriodicSpeech.wordsBefore(end)).isEqualTo(word + 1);
            assertThat(PeriodicSpeech.wordsBefore(end - 1)).isEqualTo(word);
        }
    }

    @Test
    void a_load_is_the_same_on_the_other_side() {
        Load load = Load.paced(500, 30, 50);
        assertThat(Load.of(load.command().split(" "))).isEqualTo(load);
        assertThat(load.secondsOfAudio()).isBetween(500 * 29.0, 500 * 31.0);
        assertThat(load.recording()).hasSize((int) (load.bytes() / 500));
    }

    @Test
    void a_stamp_is_no_word() {
        String text = "one two " + StampedText.now() + " three " + StampedText.now();
        assertThat(StampedText.words(text)).isEqualTo("one two three");
        assertThat(StampedText.count("one two " + StampedText.now())).isEqualTo(2);
        assertThat(StampedText.age(text)).isGreaterThanOrEqualTo(Duration.ZERO);
    }
}
