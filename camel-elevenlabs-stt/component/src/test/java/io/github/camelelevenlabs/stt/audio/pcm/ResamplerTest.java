package io.github.camelelevenlabs.stt.audio.pcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {

    @ParameterizedTest
    @CsvSource({
        "11025, 16000,  440", "11025, 16000, 4500", "12000, 16000, 5000", "32000, 16000,  300", "32000, 16000, 6800",
        "88200, 16000, 6800", "96000, 16000,   50", "96000, 16000, 6800", "22254, 16000, 3000", " 6000,  8000, 2400"
    })
    void frequencies_within_the_rate_pass_unchanged_and_unshifted(int in, int out, double hertz) {
        float[] output = resampled(in, out, sine(in, hertz, 1));
        float[] wanted = sine(out, hertz, 1);
        assertThat(output).hasSize(wanted.length);
        double error = 0;
        for (int i = out / 10; i < out * 9 / 10; i++) {
            error = Math.max(error, Math.abs(output[i] - wanted[i]));
        }
        // In units of 16-bit samples: a hundredth of a per cent of full scale.
        assertThat(error).isLessThan(4);
    }

    @ParameterizedTest
    @CsvSource({
        "32000, 16000,  8700",
        "32000, 16000, 15000",
        "88200, 16000, 9000",
        "96000, 16000, 9000",
        "96000, 16000, 10000",
        "96000, 16000, 47000",
        "192000, 16000, 20000"
    })
    void frequencies_above_the_rate_are_removed_and_not_folded_back(int in, int out, double hertz) {
        float[] output = resampled(in, out, sine(in, hertz, 1));
        double loudness = 20 * Math.log10(rms(output, out / 10, out * 9 / 10) / rms(sine(in, hertz, 1), 0, in));
        assertThat(loudness).as("dB").isLessThan(-85);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 11_025, 22_254, 96_000, 383_999})
    void hours_neither_drift_nor_grow(int in) {
        Resampler resampler = new Resampler(in, 16_000);
        float[] second = new float[in];
        Arrays.fill(second, 1_000);
        long out = 0;
        for (int seconds = 0; seconds < 30; seconds++) {
            out += resampler.resample(second).length;
        }
        out += resampler.end().length;
        assertThat(out).isEqualTo(30 * 16_000);
    }

    @ParameterizedTest
    @CsvSource({"44056, 16000", "32000, 16000", "12000, 16000", "96000, 16000", "16000, 8000", "8000, 16000"})
    void the_output_does_not_depend_on_the_pieces(int in, int out) {
        float[] noise = new float[20_000];
        Random random = new Random(4);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextInt(20_000) - 10_000;
        }
        float[] whole = resampled(in, out, noise);
        Resampler resampler = new Resampler(in, out);
        float[] pieces = new float[0];
        for (int from = 0; from < noise.length; ) {
            int to = Math.min(noise.length, from + random.nextInt(random.nextInt(40) == 0 ? 9_000 : 90));
            pieces = joined(pieces, resampler.resample(Arrays.copyOfRange(noise, from, to)));
            from = to;
        }
        assertThat(joined(pieces, resampler.end())).containsExactly(whole);
    }

    @Test
    void silence_and_a_constant_stay_unchanged() {
        assertThat(resampled(96_000, 16_000, new float[0])).isEmpty();
        float[] constant = new float[9_600];
        Arrays.fill(constant, 12_345);
        float[] output = resampled(96_000, 16_000, constant);
        assertThat(output[800]).isCloseTo(12_345f, within(0.5f));
    }

    private static float[] resampled(int in, int out, float[] samples) {
        Resampler resampler = new Resampler(in, out);
        float[] first = resampler.resample(samples);
        return joined(first, resampler.end());
    }

    private static float[] joined(float[] first, float[] second) {
        float[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static float[] sine(int rate, double hertz, int seconds) {
        float[] samples = new float[rate * seconds];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (16_384 * Math.sin(2 * Math.PI * hertz * i / rate));
        }
        return samples;
    }

    private static double rms(float[] samples, int from, int to) {
        double power = 0;
        for (int i = from; i < to; i++) {
            power += samples[i] * samples[i];
        }
        return Math.sqrt(power / (to - from));
    }
}
