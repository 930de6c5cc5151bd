package io.github.camelelevenlabs.stt.audio.pcm;

import static io.github.camelelevenlabs.stt.audio.pcm.HighPass.REACH;

import java.util.Arrays;

/**
 * Mixes channels to one. Each channel is weighted by its speaker position, or all equally if the positions are
 * unknown. A channel that would cancel another one out is left out, such as a microphone with swapped wires or the
 * inverted copy of a balanced line; of the two, the louder one is kept.
 *
 * <p>Each 40 ms are analysed before they are mixed, so nothing is lost when two channels begin to cancel out. Two
 * channels cancel out when their sum stays far below the louder one over about the last 200 ms in which both had
 * sound. While one of them is silent, the last result stays valid. A constant offset and mains hum are filtered out
 * first: they are equal even in channels whose speech cancels out.
 */
final class ChannelMixer {

    private static final int WINDOWS_PER_SECOND = 25;
    private static final int FADES_PER_SECOND = 200;

    /** The cut-off of the high-pass filter in hertz: telephone speech is above it, mains hum below. */
    private static final int MIN_COMPARED_HERTZ = 300;

    /** The weight of the previous windows together, relative to the next one. */
    private static final double MEMORY = 0.8;

    /**
     * Below this ratio of energy between the sum and the louder channel, two channels cancel out (half the loudness).
     */
    private static final double CANCELS = 0.25;

    /** From this ratio on they no longer cancel out. */
    private static final double ADDS = 0.8;

    /** The energy of a sample at about -66 dB, quieter than a whisper. */
    private static final double SILENCE = 16 * 16;

    /** A muted channel replaces the other one when it has this many times its energy (twice the loudness). */
    private static final double LOUDER = 4;

    /**
     * Each channel is compared with each other one. Recordings with more channels are studio tracks, or have a header
     * made to cause work.
     */
    static final int MAX_CHANNELS = 16;

    /** So few numbers are added one after the other. */
    private static final int MAX_LOOP = 16;

    private final int channels;
    private final float[] gains;
    private final int windowLength;
    /** The samples of each channel, from {@link HighPass#REACH} on; before them are the last ones of the window before. */
    private final float[][] window;
    /** The window behind the filter. */
    private final float[][] compared;

    private final HighPass filter;
    private boolean begun;
    // Scratch of a window, with the same indices:
    private final float[] mixed;
    private final float[] products;
    private final float[] folded;
    private final int fade;
    private final Runnable onCancelling;
    private int held;

    private final double[][] sums;
    private final double[][] louder;
    private final boolean[][] cancelling;
    private final boolean[] muted;
    private float[] weights;
    private boolean reported;

    /**
     * @param gains the relative gain of each channel; at most {@link #MAX_CHANNELS}
     * @param onCancelling called once, on the decoding thread, when channels first cancel out; must not block
     */
    ChannelMixer(float[] gains, int sampleRate, Runnable onCancelling) {
        this.channels = gains.length;
        this.gains = gains;
        this.windowLength = Math.max(1, sampleRate / WINDOWS_PER_SECOND);
        this.window = new float[channels][REACH + windowLength];
        this.compared = new float[channels][REACH + windowLength];
        this.filter = new HighPass(MIN_COMPARED_HERTZ, sampleRate, windowLength);
        this.mixed = new float[REACH + windowLength];
        this.products = new float[REACH + windowLength];
        this.folded = new float[REACH + windowLength];
        this.fade = Math.max(1, sampleRate / FADES_PER_SECOND);
        this.onCancelling = onCancelling;
        this.sums = new double[channels][channels];
        this.louder = new double[channels][channels];
        this.cancelling = new boolean[channels][channels];
        this.muted = new boolean[channels];
        this.weights = weights();
    }

    /** Adds samples of all channels and returns the mix of all complete windows. */
    float[] mix(float[][] samples) {
        int count = samples[0].length;
        float[] out = new float[(held + count) / windowLength * windowLength];
        int written = 0;
        for (int taken = 0; taken < count; ) {
            int length = Math.min(count - taken, windowLength - held);
            for (int channel = 0; channel < channels; channel++) {
                System.arraycopy(samples[channel], taken, window[channel], REACH + held, length);
            }
            held += length;
            taken += length;
            if (held == windowLength) {
                mixWindow(out, written);
                written += windowLength;
            }
        }
        return out;
    }

    /** Returns the mix of the samples held back. More may follow. */
    float[] flush() {
        float[] out = new float[held];
        mixWindow(out, 0);
        return out;
    }

    private void mixWindow(float[] out, int at) {
        if (held == 0) {
            return;
        }
        listen();
        float[] before = weights;
        weights = weights();
        Arrays.fill(mixed, 0);
        for (int channel = 0; channel < channels; channel++) {
            add(channel, before[channel], weights[channel]);
        }
        System.arraycopy(mixed, REACH, out, at, held);
        for (int channel = 0; channel < channels; channel++) {
            keepLast(window[channel]);
            keepLast(compared[channel]);
        }
        held = 0;
    }

    private void add(int channel, float old, float weight) {
        float[] in = window[channel];
        int fading = old == weight ? 0 : Math.min(fade, held);
        for (int i = 0; i < fading; i++) {
            mixed[REACH + i] += in[REACH + i] * (old + (weight - old) * i / fade);
        }
        if (weight != 0) {
            addWeighted(in, weight, mixed, REACH + fading, REACH + held);
        }
    }

    private static void addWeighted(float[] in, float weight, float[] out, int from, int end) {
        for (int i = from; i < end; i++) {
            out[i] += in[i] * weight;
        }
    }

    private void keepLast(float[] samples) {
        System.arraycopy(samples, held, samples, 0, REACH);
    }

    /** Detects which channels cancel out, and mutes one of each pair. */
    private void listen() {
        double[] energies = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            if (!begun) {
                // No step at the first sample.
                Arrays.fill(window[channel], 0, REACH, window[channel][REACH]);
            }
            filter.filter(window[channel], compared[channel], held);
            energies[channel] = energy(compared[channel]);
        }
        begun = true;
        boolean[] mutedBefore = muted.clone();
        Arrays.fill(muted, false);
        for (int one = 0; one < channels; one++) {
            for (int other = one + 1; other < channels; other++) {
                if (gains[one] == 0 || gains[other] == 0) {
                    continue;
                }
                compare(one, other, energies);
                if (cancelling[one][other]) {
                    mute(one, other, energies, mutedBefore);
                }
            }
        }
    }

    private void compare(int one, int other, double[] energies) {
        double loud = Math.max(energies[one], energies[other]);
        double quiet = Math.min(energies[one], energies[other]);
        if (quiet < SILENCE * held || quiet * 1_000 < loud) {
            return;
        }
        sums[one][other] = MEMORY * sums[one][other] + sumEnergy(one, other, energies);
        louder[one][other] = MEMORY * louder[one][other] + loud;
        double part = sums[one][other] / louder[one][other];
        cancelling[one][other] = part < (cancelling[one][other] ? ADDS : CANCELS);
        if (cancelling[one][other] && !reported) {
            reported = true;
            onCancelling.run();
        }
    }

    /** Mutes the quieter channel, or the one muted before as long as the difference is small. */
    private void mute(int one, int other, double[] energies, boolean[] before) {
        if (muted[one] || muted[other]) {
            return;
        }
        boolean oneWas = before[one] && !before[other];
        boolean otherWas = before[other] && !before[one];
        double favour = oneWas ? 1 / LOUDER : otherWas ? LOUDER : 1;
        boolean muteOther = energies[one] * favour >= energies[other];
        muted[muteOther ? other : one] = true;
    }

    private float[] weights() {
        float sum = 0;
        for (int channel = 0; channel < channels; channel++) {
            sum += muted[channel] ? 0 : gains[channel];
        }
        float[] weights = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            weights[channel] = muted[channel] || sum == 0 ? 0 : gains[channel] / sum;
        }
        return weights;
    }

    private double energy(float[] samples) {
        return product(samples, samples);
    }

    private double sumEnergy(int one, int other, double[] energies) {
        return Math.max(0, energies[one] + energies[other] + 2 * product(compared[one], compared[other]));
    }

    /** The sum of all products. The upper half is added to the lower one again and again, with loops that vectorise. */
    private double product(float[] one, float[] other) {
        multiply(one, other, products, REACH + held);
        int count = held;
        for (int half = count / 2; half > MAX_LOOP; half = count / 2) {
            count -= half;
            System.arraycopy(products, REACH + count, folded, REACH, half);
            addWeighted(folded, 1, products, REACH, REACH + half);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += products[REACH + i];
        }
        return sum;
    }

    private static void multiply(float[] one, float[] other, float[] products, int end) {
        for (int i = REACH; i < end; i++) {
            products[i] = one[i] * other[i];
        }
    }
}
