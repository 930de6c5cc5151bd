package io.github.camelelevenlabs.stt.audio.pcm;

import java.util.Arrays;

/**
 * Applies one filter at many positions that are equally far apart: weight by weight for all positions, instead of position by position.
 * These loops vectorise, with one index for all arrays, as the JIT compiler of Java 17 needs. The result is the same to the bit as that
 * of {@link #product}.
 */
final class StrideFilter {

    /** So many positions at once that their samples stay in the cache of the processor. */
    private static final int BLOCK = 1_024;

    private final int stride;
    private final float[] weights;
    private final float[][] streams;
    private final float[][] sums;
    private final float[][] shifted = new float[4][];

    /** @param weights eight, or a multiple of it */
    private StrideFilter(int stride, float[] weights, int length) {
        this.stride = stride;
        this.weights = weights;
        streams = new float[stride][length + weights.length / stride + 1];
        sums = new float[8][length];
        Arrays.setAll(shifted, i -> new float[length]);
    }

    /**
     * Fills elements of the output that are equally far apart.
     *
     * @param start the index of the first sample for the first of them
     * @param stride the number of samples from one of them to the next
     * @param first the index of the first element in the output
     * @param step the distance of two elements in the output
     */
    static void apply(float[] weights, float[] in, int start, int stride, float[] out, int first, int step) {
        int count = (out.length - first + step - 1) / step;
        StrideFilter filter = new StrideFilter(stride, weights, Math.min(BLOCK, count));
        for (int done = 0; done < count; done += BLOCK) {
            int length = Math.min(BLOCK, count - done);
            filter.sumUp(in, start + done * stride, length);
            filter.write(out, first + done * step, step, length);
        }
    }

    /** The output for one position. Eight sums, because each addition would wait for the one before it. */
    static float product(float[] weights, float[] in, int start) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        for (int i = 0; i < weights.length - 7; i += 8) {
            a += in[start + i] * weights[i];
            b += in[start + i + 1] * weights[i + 1];
            c += in[start + i + 2] * weights[i + 2];
            d += in[start + i + 3] * weights[i + 3];
            e += in[start + i + 4] * weights[i + 4];
            f += in[start + i + 5] * weights[i + 5];
            g += in[start + i + 6] * weights[i + 6];
            h += in[start + i + 7] * weights[i + 7];
        }
        return a + b + (c + d) + (e + f + (g + h));
    }

    private void sumUp(float[] in, int start, int count) {
        int needed = (count - 1) * stride + weights.length;
        for (int stream = 0; stream < stride; stream++) {
            spread(in, start + stream, stride, streams[stream], (needed - stream + stride - 1) / stride);
        }
        for (int sum = 0; sum < sums.length; sum++) {
            Arrays.fill(sums[sum], 0, count, 0);
            int tap = sum;
            for (; tap + 3 * sums.length < weights.length; tap += 4 * sums.length) {
                for (int i = 0; i < 4; i++) {
                    shift(tap + i * sums.length, shifted[i], count);
                }
                addFour(tap, sums[sum], shifted[0], shifted[1], shifted[2], shifted[3], count);
            }
            for (; tap < weights.length; tap += sums.length) {
                shift(tap, shifted[0], count);
                add(weights[tap], shifted[0], sums[sum], count);
            }
        }
    }

    /** The samples that a weight counts for, in the order of the positions. */
    private void shift(int tap, float[] to, int count) {
        System.arraycopy(streams[tap % stride], tap / stride, to, 0, count);
    }

    private static void spread(float[] in, int from, int stride, float[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = in[from + i * stride];
        }
    }

    private void addFour(int tap, float[] out, float[] one, float[] two, float[] three, float[] four, int count) {
        addFour(
                weights[tap],
                one,
                weights[tap + 8],
                two,
                weights[tap + 16],
                three,
                weights[tap + 24],
                four,
                out,
                count);
    }

    private static void addFour(
            float a,
            float[] one,
            float b,
            float[] two,
            float c,
            float[] three,
            float d,
            float[] four,
            float[] out,
            int count) {
        for (int i = 0; i < count; i++) {
            out[i] = out[i] + one[i] * a + two[i] * b + three[i] * c + four[i] * d;
        }
    }

    private static void add(float weight, float[] in, float[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] += in[i] * weight;
        }
    }

    private void write(float[] out, int first, int step, int count) {
        for (int i = 0; i < count; i++) {
            out[first + i * step] = sums[0][i]
                    + sums[1][i]
                    + (sums[2][i] + sums[3][i])
                    + (sums[4][i] + sums[5][i] + (sums[6][i] + sums[7][i]));
        }
    }
}
