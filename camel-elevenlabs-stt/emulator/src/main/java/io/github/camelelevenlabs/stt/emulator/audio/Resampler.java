package io.github.camelelevenlabs.stt.emulator.audio;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Changes the sample rate of a stream with a windowed sinc filter, piece by piece. The output is about 2 ms behind
 * the input. Not thread-safe.
 */
public final class Resampler {
    private static final int ZERO_CROSSINGS = 16;
    // A little below half the lower rate, so that what the filter does not cut steeply enough does not fold back.
    private static final double PASSBAND = 0.92;

    private final int up;
    private final int down;
    private final int reach;
    private final double[][] phases;

    private double[] inputs = new double[0];
    private long firstInput;
    private long received;
    private long produced;

    /** From one rate to another, both in hertz. */
    public Resampler(int from, int to) {
        int common = BigInteger.valueOf(from).gcd(BigInteger.valueOf(to)).intValue();
        up = to / common;
        down = from / common;
        double cutoff = up == down ? 1 : PASSBAND * Math.min(1, (double) to / from);
        reach = (int) Math.ceil(ZERO_CROSSINGS / cutoff);
        phases = new double[up][];
        for (int phase = 0; phase < up; phase++) {
            phases[phase] = phase(phase, cutoff);
        }
        firstInput = -reach;
        inputs = new double[reach];
    }

    /** The weights of the inputs around an output that lies this many parts of {@link #up} after one of them. */
    private double[] phase(int phase, double cutoff) {
        double[] weights = new double[2 * reach];
        double sum = 0;
        for (int tap = 0; tap < weights.length; tap++) {
            double distance = tap - reach + 1 - (double) phase / up;
            double window = 0.5 + 0.5 * Math.cos(Math.PI * distance / (reach + 1));
            double x = Math.PI * cutoff * distance;
            weights[tap] = window * (x == 0 ? 1 : Math.sin(x) / x);
            sum += weights[tap];
        }
        for (int tap = 0; tap < weights.length; tap++) {
            weights[tap] /= sum;
        }
        return weights;
    }

    /** Takes the samples from one index up to, not including, another, and returns what they complete. */
    public double[] accept(short[] samples, int from, int to) {
        int kept = inputs.length;
        inputs = Arrays.copyOf(inputs, kept + to - from);
        for (int i = from; i < to; i++) {
            inputs[kept + i - from] = samples[i];
        }
        received += to - from;
        double[] outputs = new double[ready()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = output(produced++);
        }
        forget();
        return outputs;
    }

    /** Outputs of which all inputs have arrived. */
    private int ready() {
        long centres = received - reach;
        return centres <= 0 ? 0 : (int) (Math.floorDiv(centres * up - 1, (long) down) + 1 - produced);
    }

    private double output(long index) {
        long scaled = index * down;
        double[] weights = phases[(int) (scaled % up)];
        int first = (int) (scaled / up - reach + 1 - firstInput);
        double sum = 0;
        for (int tap = 0; tap < weights.length; tap++) {
            sum += weights[tap] * inputs[first + tap];
        }
        return sum;
    }

    private void forget() {
        long needed = produced * down / up - reach + 1;
        int old = (int) Math.min(inputs.length, Math.max(0, needed - firstInput));
        inputs = Arrays.copyOfRange(inputs, old, inputs.length);
        firstInput += old;
    }
}
