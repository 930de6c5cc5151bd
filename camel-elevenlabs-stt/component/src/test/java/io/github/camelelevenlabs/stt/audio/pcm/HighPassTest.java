package io.github.camelelevenlabs.stt.audio.pcm;

import static io.github.camelelevenlabs.stt.audio.pcm.HighPass.REACH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HighPassTest {

    private static final int HERTZ = 300;

    @ParameterizedTest
    @ValueSource(ints = {1_000, 8_000, 44_100, 192_000})
    void each_output_is_the_decayed_output_before_it_and_the_decayed_difference_of_the_inputs(int rate) {
        float[] in = noise(REACH + 5_000);
        double decay = Math.exp(-2 * Math.PI * HERTZ / rate);
        float[] out = filtered(in, rate, 1_764);
        double wanted = 0;
        for (int i = REACH; i < in.length; i++) {
            wanted = decay * (wanted + in[i] - in[i - 1]);
            assertThat((double) out[i]).as("output %d", i).isCloseTo(wanted, within(0.1));
        }
    }

    @Test
    void silence_behind_speech_soon_has_no_numbers_that_are_slow_to_calculate_with() {
        float[] in = noise(REACH + 40 * 1_764);
        Arrays.fill(in, REACH + 1_764, in.length, 0);
        float[] out = filtered(in, 44_100, 1_764);
        for (int i = REACH; i < in.length; i++) {
            assertThat(out[i] == 0 || Math.abs(out[i]) >= Float.MIN_NORMAL)
                    .as("output %d", i)
                    .isTrue();
        }
        assertThat(out[in.length - 1]).isZero();
    }

    /** Filters all but the first {@link HighPass#REACH}, which came before, in windows. */
    private static float[] filtered(float[] in, int rate, int length) {
        HighPass filter = new HighPass(HERTZ, rate, length);
        float[] out = new float[in.length];
        for (int from = 0; from + REACH < in.length; from += length) {
            int count = Math.min(length, in.length - REACH - from);
            float[] samples = new float[REACH + length];
            float[] window = new float[REACH + length];
            System.arraycopy(in, from, samples, 0, REACH + count);
            System.arraycopy(out, from, window, 0, REACH);
            filter.filter(samples, window, count);
            System.arraycopy(window, REACH, out, from + REACH, count);
        }
        return out;
    }

    private static float[] noise(int count) {
        Random random = new Random(1);
        float[] noise = new float[count];
        // What came before was silent.
        for (int i = REACH; i < count; i++) {
            noise[i] = random.nextInt(20_000) - 10_000;
        }
        return noise;
    }
}
