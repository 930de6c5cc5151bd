package io.github.camelelevenlabs.stt.audio.pcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelMixerTest {

    private static final int RATE = 16_000;
    private static final int SECOND = RATE;

    private final AtomicInteger notices = new AtomicInteger();
    private final Random random = new Random(3);

    @Test
    void an_inverted_channel_is_left_out_from_the_first_sample_on() {
        float[] mixed = mix(3 * SECOND, i -> voice(i), i -> -voice(i));
        for (int i = RATE / 100; i < mixed.length; i++) {
            assertThat(mixed[i]).isEqualTo((float) voice(i));
        }
        assertThat(notices).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.95, 0.8, 0.6, 1.2})
    void of_channels_that_partly_cancel_out_the_louder_one_is_kept(double part) {
        float[] mixed = mix(3 * SECOND, i -> voice(i), i -> -part * voice(i));
        double louder = Math.max(1, part);
        assertThat(loudness(mixed, SECOND, 2 * SECOND))
                .isCloseTo(
                        louder * loudness(i -> voice(i), SECOND, 2 * SECOND),
                        org.assertj.core.data.Percentage.withPercentage(1));
    }

    /**
     * The offset of a cheap sound card, and the hum of a cable next to a mains cable: a signal common to all channels
     * hides nothing.
     */
    @ParameterizedTest
    @CsvSource({"3000, 0", "-8000, 0", "0, 3000", "1000, 2000"})
    void channels_that_cancel_out_are_detected_despite_a_common_offset_or_hum(double offset, double hum) {
        IntToDoubleFunction common = i -> offset + hum * Math.sin(2 * Math.PI * 50 * i / RATE);
        float[] mixed =
                mix(3 * SECOND, i -> voice(i) + common.applyAsDouble(i), i -> -voice(i) + common.applyAsDouble(i));
        for (int i = RATE / 10; i < mixed.length; i++) {
            double spoken = mixed[i] - common.applyAsDouble(i);
            assertThat(Math.abs(spoken)).isCloseTo(Math.abs(voice(i)), within(1.0));
        }
        assertThat(notices).hasValue(1);
    }

    @Test
    void the_same_offset_and_hum_alone_are_mixed() {
        mix(10 * SECOND, i -> 3_000 + voice(i), i -> -3_000 + other(i));
        mix(10 * SECOND, i -> voice(i) + hum(i), i -> other(i) - hum(i));
        assertThat(notices).hasValue(0);
    }

    private static double hum(int i) {
        return 2_000 * Math.sin(2 * Math.PI * 50 * i / RATE);
    }

    @Test
    void independent_channels_are_mixed() {
        float[] mixed = mix(20 * SECOND, i -> voice(i), i -> other(i));
        for (int i = 0; i < mixed.length; i++) {
            assertThat(mixed[i]).isEqualTo((float) voice(i) / 2 + (float) other(i) / 2);
        }
        assertThat(notices).hasValue(0);
    }

    @Test
    void noise_of_its_own_on_each_channel_does_not_cancel_out() {
        mix(60 * SECOND, i -> 1_000 * random.nextGaussian(), i -> 1_000 * random.nextGaussian());
        assertThat(notices).hasValue(0);
    }

    @Test
    void both_of_two_alternating_speakers_are_kept() {
        float[] mixed = mix(10 * SECOND, i -> turn(i) == 0 ? voice(i) : 0, i -> turn(i) == 1 ? other(i) : 0);
        for (int second = 0; second < 10; second++) {
            assertThat(loudness(mixed, second * SECOND, SECOND)).isGreaterThan(500);
        }
        assertThat(notices).hasValue(0);
    }

    @Test
    void a_channel_that_is_silent_half_of_the_time_does_not_make_the_loudness_jump() {
        float[] mixed = mix(10 * SECOND, i -> voice(i), i -> turn(i) == 0 ? -voice(i) : 0);
        for (int i = RATE / 100; i < mixed.length; i++) {
            assertThat(mixed[i]).isEqualTo((float) voice(i));
        }
    }

    @Test
    void speech_on_the_channel_that_was_left_out_is_kept() {
        float[] mixed = mix(4 * SECOND, i -> i < 2 * SECOND ? voice(i) : 0, i -> i < 2 * SECOND ? -voice(i) : other(i));
        assertThat(loudness(mixed, 2 * SECOND + RATE / 10, SECOND))
                .isCloseTo(
                        loudness(i -> other(i), 2 * SECOND + RATE / 10, SECOND),
                        org.assertj.core.data.Percentage.withPercentage(1));
    }

    @Test
    void of_three_channels_the_one_that_cancels_nothing_stays() {
        float[] mixed = mix(3 * SECOND, i -> voice(i), i -> other(i), i -> -voice(i));
        for (int i = RATE / 100; i < mixed.length; i++) {
            assertThat(mixed[i]).isEqualTo((float) voice(i) / 2 + (float) other(i) / 2);
        }
    }

    @Test
    void mixed_silence_is_silence() {
        assertThat(mix(SECOND + 7, i -> 0, i -> 0)).hasSize(SECOND + 7).containsOnly(0);
        assertThat(notices).hasValue(0);
    }

    private float[] mix(int samples, IntToDoubleFunction... channels) {
        ChannelMixer mixer =
                new ChannelMixer(SpeakerLayout.UNKNOWN.gains(channels.length), RATE, notices::incrementAndGet);
        float[] out = new float[samples];
        int written = 0;
        for (int from = 0; from < samples; ) {
            int length = Math.min(samples - from, 1 + random.nextInt(3_000));
            float[][] block = new float[channels.length][length];
            for (int channel = 0; channel < channels.length; channel++) {
                for (int i = 0; i < length; i++) {
                    block[channel][i] = (float) channels[channel].applyAsDouble(from + i);
                }
            }
            float[] mixed = mixer.mix(block);
            System.arraycopy(mixed, 0, out, written, mixed.length);
            written += mixed.length;
            from += length;
        }
        float[] last = mixer.flush();
        System.arraycopy(last, 0, out, written, last.length);
        assertThat(written + last.length).isEqualTo(samples);
        return out;
    }

    private static int turn(int i) {
        return i / SECOND % 2;
    }

    private static double voice(int i) {
        return speech(i, 0.047, 0);
    }

    private static double other(int i) {
        return speech(i, 0.071, 2);
    }

    private static double speech(int i, double pitch, double phase) {
        double sum = 0;
        for (int harmonic = 1; harmonic < 9; harmonic++) {
            sum += Math.sin(i * pitch * harmonic + harmonic * harmonic + phase) / harmonic;
        }
        return 2_000 * sum * (1.2 + Math.sin(i * 0.0011 + phase));
    }

    private static double loudness(float[] samples, int from, int length) {
        return loudness(i -> samples[i], from, length);
    }

    private static double loudness(IntToDoubleFunction samples, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += samples.applyAsDouble(i) * samples.applyAsDouble(i);
        }
        return Math.sqrt(sum / length);
    }
}
