package io.github.camelelevenlabs.stt.audio.pcm;

import java.util.Arrays;

/**
 * Converts the rate of one channel, as it comes: a low-pass filter, a sinc in a Kaiser window, looked up between tabled
 * phases. What the lower rate cannot hold is left out, not folded back into speech.
 *
 * <p>The JDK's own converter filters nothing: from 96 to 16 kHz it lets a tone of 10 kHz through at full loudness, as
 * one of 6 kHz. This one leaves less than a ten-thousandth of it and keeps all up to 85 % of the lower rate's half.
 *
 * <p>The first sample out is the first one in, and so are the last ones: nothing is shifted.
 */
final class Resampler {

    /** More would be steeper and slower; this is what a voice needs. */
    private static final int ZERO_CROSSINGS = 32;

    /** Where the filter is half way down, in parts of the lower rate's half. */
    private static final double CUTOFF = 0.93;

    /** About 80 dB below what passes. */
    private static final double KAISER_BETA = 8;

    /** Between these the filter is interpolated, to within the rounding of 16 bits; it works for any pair of rates. */
    private static final int PHASES = 512;

    private final int inRate;
    private final int outRate;
    private final int half;
    private final float[][] phases;

    /** Samples that are still needed, the first of them the one that {@link #firstHeld} counts. */
    private float[] held;

    private int count;
    private long firstHeld;
    private long taken;

    /**
     * The place of the next sample out: this sample in, and so many parts of {@code outRate} of the way to the next.
     */
    private long position;

    private long fraction;

    Resampler(int inRate, int outRate) {
        this(inRate, outRate, filters(Math.min(1, (double) outRate / inRate)));
    }

    private Resampler(int inRate, int outRate, float[][] phases) {
        this.inRate = inRate;
        this.outRate = outRate;
        this.phases = phases;
        half = phases[0].length / 2;
        held = new float[4 * half];
        count = half;
        firstHeld = -half;
    }

    /** For another channel of the same audio, which has not begun; the filters, which are large, are shared. */
    Resampler another() {
        return new Resampler(inRate, outRate, phases);
    }

    /** Takes the next samples; gives those that can be told by now. */
    float[] resample(float[] samples) {
        hold(samples);
        taken += samples.length;
        return available(firstHeld + count - half);
    }

    /** There are no more samples; gives the last ones. */
    float[] end() {
        hold(new float[half]);
        return available(taken);
    }

    private void hold(float[] samples) {
        if (count + samples.length > held.length) {
            held = Arrays.copyOf(held, 2 * (count + samples.length));
        }
        System.arraycopy(samples, 0, held, count, samples.length);
        count += samples.length;
    }

    /** All whose place is before this sample in. */
    private float[] available(long end) {
        long span = (end - position) * outRate - fraction;
        int length = span <= 0 ? 0 : Math.toIntExact((span + inRate - 1) / inRate);
        float[] out = new float[length];
        for (int i = 0; i < length; i++) {
            out[i] = atPosition();
            fraction += inRate;
            position += fraction / outRate;
            fraction %= outRate;
        }
        forget();
        return out;
    }

    private float atPosition() {
        double phase = (double) fraction / outRate * PHASES;
        int index = (int) phase;
        float between = (float) (phase - index);
        float[] below = phases[index];
        float[] above = phases[index + 1];
        int start = (int) (position - firstHeld) - half + 1;
        float sumBelow = 0;
        float sumAbove = 0;
        for (int tap = 0; tap < below.length; tap++) {
            float sample = held[start + tap];
            sumBelow += sample * below[tap];
            sumAbove += sample * above[tap];
        }
        return sumBelow + between * (sumAbove - sumBelow);
    }

    private void forget() {
        int unneeded = (int) Math.min(count, position - half + 1 - firstHeld);
        if (unneeded > 0) {
            System.arraycopy(held, unneeded, held, 0, count - unneeded);
            count -= unneeded;
            firstHeld += unneeded;
        }
    }

    /** @param ratio what the lower rate is of the one that comes in, at most 1 */
    private static float[][] filters(double ratio) {
        int half = (int) Math.ceil(ZERO_CROSSINGS / ratio);
        float[][] filters = new float[PHASES + 1][];
        for (int phase = 0; phase <= PHASES; phase++) {
            filters[phase] = filter((double) phase / PHASES, half, CUTOFF * ratio);
        }
        return filters;
    }

    /** The weights of the samples around a place this far behind a sample; together they are 1. */
    private static float[] filter(double offset, int half, double scale) {
        double[] weights = new double[2 * half];
        for (int tap = 0; tap < weights.length; tap++) {
            double distance = offset + half - 1 - tap;
            weights[tap] = sinc(distance * scale) * kaiser(distance / half);
        }
        double sum = Arrays.stream(weights).sum();
        float[] normalised = new float[weights.length];
        for (int tap = 0; tap < weights.length; tap++) {
            normalised[tap] = (float) (weights[tap] / sum);
        }
        return normalised;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double kaiser(double x) {
        return Math.abs(x) > 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
    }

    /** The modified Bessel function of order zero, by its series. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-12; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
