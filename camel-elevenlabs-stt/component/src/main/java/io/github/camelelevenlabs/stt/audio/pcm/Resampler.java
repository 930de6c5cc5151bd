package io.github.camelelevenlabs.stt.audio.pcm;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Converts the sample rate of one channel as the samples arrive: a low-pass filter, a sinc in a Kaiser window,
 * tabulated for the phases between two samples. Frequencies that the lower rate cannot represent are removed, not folded
 * back into speech.
 *
 * <p>The converter of the JDK does not filter: from 96 to 16 kHz it passes a tone of 10 kHz at full loudness, as one
 * of 6 kHz. This one leaves less than a ten-thousandth of it, and keeps all frequencies up to 85 % of half the lower
 * rate.
 *
 * <p>The first and the last samples keep their positions: nothing is shifted.
 */
final class Resampler {

    /** More zero crossings would be steeper and slower; this is enough for speech. */
    private static final int ZERO_CROSSINGS = 32;

    /** The frequency at which the filter has half its gain, relative to half the lower rate. */
    private static final double CUTOFF = 0.93;

    /** Attenuates by about 80 dB. */
    private static final double KAISER_BETA = 8;

    /** A filter is made for each position that occurs between two samples, if there are no more of them than this. */
    private static final int MAX_EXACT_PHASES = 1_024;

    /** Else the filter is interpolated between this many phases, with an error below the rounding of 16 bits. */
    private static final int PHASES = 512;

    /** With fewer outputs for each filter, calculating them together does not pay. */
    private static final int MIN_TOGETHER = 64;

    private final int inRate;
    private final int outRate;
    /** So many samples later, and {@link #outStep} outputs later, an output lies equally between two samples. */
    private final int inStep;

    private final int outStep;
    private final int half;
    private final float[][] phases;

    /** Samples that are still needed, beginning with number {@link #firstHeld}. */
    private float[] held;

    private int count;
    private long firstHeld;
    private long taken;

    /**
     * The position of the next output sample: this input sample, plus {@link #fraction} parts of {@code outRate} to
     * the next one.
     */
    private long position;

    private long fraction;

    Resampler(int inRate, int outRate) {
        this(inRate, outRate, filters(phases(inRate, outRate), Math.min(1, (double) outRate / inRate)));
    }

    private Resampler(int inRate, int outRate, float[][] phases) {
        this.inRate = inRate;
        this.outRate = outRate;
        this.phases = phases;
        int common = commonRate(inRate, outRate);
        this.inStep = inRate / common;
        this.outStep = outRate / common;
        half = phases[0].length / 2;
        held = new float[4 * half];
        count = half;
        firstHeld = -half;
    }

    /** A resampler for another channel of the same audio, in its initial state. The large filters are shared. */
    Resampler another() {
        return new Resampler(inRate, outRate, phases);
    }

    /** Adds samples and returns the output that they allow so far. */
    float[] resample(float[] samples) {
        hold(samples);
        taken += samples.length;
        return available(firstHeld + count - half);
    }

    /** Ends the channel and returns the last samples. */
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

    /** All output samples before this input sample. */
    private float[] available(long end) {
        long span = (end - position) * outRate - fraction;
        int length = span <= 0 ? 0 : Math.toIntExact((span + inRate - 1) / inRate);
        float[] out = new float[length];
        if (length >= MIN_TOGETHER * Math.max(inStep, outStep)) {
            fill(out);
        } else {
            for (int i = 0; i < length; i++) {
                out[i] = atPosition();
                skip(1);
            }
        }
        forget();
        return out;
    }

    /** Every so many outputs lie equally between two samples: those are calculated together. */
    private void fill(float[] out) {
        for (int first = 0; first < outStep; first++) {
            float[] weights = phases[(int) (fraction * (phases.length - 1) / outRate)];
            StrideFilter.apply(weights, held, start(), inStep, out, first, outStep);
            skip(1);
        }
        skip(out.length - outStep);
    }

    private void skip(int outputs) {
        long parts = fraction + (long) outputs * inRate;
        position += parts / outRate;
        fraction = parts % outRate;
    }

    private float atPosition() {
        double phase = (double) fraction * (phases.length - 1) / outRate;
        int index = (int) phase;
        float between = (float) (phase - index);
        float below = StrideFilter.product(phases[index], held, start());
        return between == 0
                ? below
                : below + between * (StrideFilter.product(phases[index + 1], held, start()) - below);
    }

    /** The index of the first sample that counts for the next output. */
    private int start() {
        return (int) (position - firstHeld) - half + 1;
    }

    private void forget() {
        int unneeded = (int) Math.min(count, position - half + 1 - firstHeld);
        if (unneeded > 0) {
            System.arraycopy(held, unneeded, held, 0, count - unneeded);
            count -= unneeded;
            firstHeld += unneeded;
        }
    }

    private static int phases(int inRate, int outRate) {
        int exact = outRate / commonRate(inRate, outRate);
        return exact <= MAX_EXACT_PHASES ? exact : PHASES;
    }

    private static int commonRate(int one, int other) {
        return BigInteger.valueOf(one).gcd(BigInteger.valueOf(other)).intValueExact();
    }

    /** @param ratio the output rate divided by the input rate, at most 1 */
    private static float[][] filters(int phases, double ratio) {
        // The samples around a position divide by eight.
        int half = 4 * (int) Math.ceil(ZERO_CROSSINGS / ratio / 4);
        float[][] filters = new float[phases + 1][];
        for (int phase = 0; phase <= phases; phase++) {
            filters[phase] = filter((double) phase / phases, half, CUTOFF * ratio);
        }
        return filters;
    }

    /** The weights of the samples around a position, at this offset behind a sample; their sum is 1. */
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

    /** The modified Bessel function of order zero, calculated by its series. */
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
