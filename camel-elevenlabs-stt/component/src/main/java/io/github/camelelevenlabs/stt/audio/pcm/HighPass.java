package io.github.camelelevenlabs.stt.audio.pcm;

import java.util.Arrays;

/**
 * A first-order high-pass filter. Each output depends on the one before it, for which a processor would have to wait; so an output is
 * calculated from the last 16 inputs, which are summed in pairs, and the output 16 samples before. All loops use one index, because the
 * JIT compiler of Java 17 vectorises no others. Used by one thread.
 */
final class HighPass {

    /** The number of samples before those to be filtered that {@link #filter} reads. */
    static final int REACH = 16;

    /**
     * Outputs that are lower, on the scale of 16 bits, become zero. In digital silence they would become numbers so low that a
     * processor takes a hundred times longer for each. One step of 40 ms at 300 Hz brings no output from here to there.
     */
    private static final float LOWEST = 1e-5f;

    private final float decay;
    private final float[] sums;
    private final float[] shifted;

    /** @param length the number of samples that are filtered at once */
    HighPass(int hertz, int sampleRate, int length) {
        decay = (float) Math.exp(-2 * Math.PI * hertz / sampleRate);
        sums = new float[REACH + length];
        shifted = new float[REACH + length];
    }

    /**
     * Filters samples that follow others. Both arrays begin with the last {@value #REACH} samples before, and {@code out} is filled
     * behind them.
     */
    void filter(float[] in, float[] out, int count) {
        int end = REACH + count;
        forgetLowest(out);
        System.arraycopy(in, 0, shifted, 1, end - 1);
        differ(in, shifted, decay, sums, end);
        float weight = decay;
        for (int reach = 1; reach < REACH; reach *= 2) {
            System.arraycopy(sums, reach, shifted, 2 * reach, end - 2 * reach);
            add(sums, shifted, weight, 2 * reach, end);
            weight *= weight;
        }
        feedBack(sums, weight, out, end);
    }

    private static void forgetLowest(float[] out) {
        float loudest = 0;
        for (int i = 0; i < REACH; i++) {
            loudest = Math.max(loudest, Math.abs(out[i]));
        }
        if (loudest < LOWEST) {
            Arrays.fill(out, 0, REACH, 0);
        }
    }

    private static void differ(float[] in, float[] before, float weight, float[] out, int end) {
        for (int i = 1; i < end; i++) {
            out[i] = weight * (in[i] - before[i]);
        }
    }

    private static void add(float[] sums, float[] others, float weight, int from, int end) {
        for (int i = from; i < end; i++) {
            sums[i] += weight * others[i];
        }
    }

    private static void feedBack(float[] sums, float weight, float[] out, int end) {
        for (int i = REACH; i < end; i++) {
            out[i] = sums[i] + weight * out[i - REACH];
        }
    }
}
