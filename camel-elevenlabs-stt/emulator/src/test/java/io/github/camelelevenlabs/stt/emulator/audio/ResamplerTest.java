package io.github.camelelevenlabs.stt.emulator.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {
    private static final int SETTLED = 200;

    private static short[] sine(int rate, double hertz) {
        short[] samples = new short[rate];
        for (int i = 0; i < rate; i++) {
            samples[i] = (short) Math.round(10_000 * Math.sin(2 * Math.PI * hertz * i / rate));
        }
        return samples;
    }

    private static double loudest(double[] samples) {
        return Arrays.stream(samples).skip(SETTLED).map(Math::abs).max().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 22_050, 24_000, 44_100, 48_000})
    void keeps_tones_and_their_times(int rate) {
        double[] out = new Resampler(rate, 16_000).accept(sine(rate, 1_000), 0, rate);
        assertThat(out.length).isBetween(15_900, 16_000);
        double[] error = new double[out.length];
        for (int i = 0; i < out.length; i++) {
            error[i] = out[i] - 10_000 * Math.sin(2 * Math.PI * 1_000 * i / 16_000);
        }
        assertThat(loudest(error)).isLessThan(60);
    }

    @Test
    void removes_frequencies_above_the_lower_rate() {
        double[] out = new Resampler(48_000, 16_000).accept(sine(48_000, 9_500), 0, 48_000);
        assertThat(loudest(out)).isLessThan(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 441, 4_410})
    void gives_the_same_samples_however_the_audio_is_cut(int piece) {
        short[] samples = sine(44_100, 440);
        double[] whole = new Resampler(44_100, 16_000).accept(samples, 0, samples.length);
        Resampler resampler = new Resampler(44_100, 16_000);
        double[] pieces = new double[whole.length];
        int length = 0;
        for (int from = 0; from < samples.length; from += piece) {
            double[] out = resampler.accept(samples, from, Math.min(samples.length, from + piece));
            System.arraycopy(out, 0, pieces, length, out.length);
            length += out.length;
        }
        assertThat(length).isEqualTo(whole.length);
        assertThat(Arrays.equals(pieces, whole)).isTrue();
    }
}
