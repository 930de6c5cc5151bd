package io.github.camelelevenlabs.stt.audio.pcm;

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

    private final int channels;
    private final float[] gains;
    private final float[][] window;
    /**
     * The filtered window. The two arrays after it keep the last sample of each channel before and after the filter.
     */
    private final float[][] compared;

    private final float[] lastSamples;
    private final float[] lastCompared;
    private final float decay;
    private boolean begun;
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
        this.window = new float[channels][Math.max(1, sampleRate / WINDOWS_PER_SECOND)];
        this.compared = new float[channels][window[0].length];
        this.lastSamples = new float[channels];
        this.lastCompared = new float[channels];
        this.decay = (float) Math.exp(-2 * Math.PI * MIN_COMPARED_HERTZ / sampleRate);
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
        int windowLength = window[0].length;
        float[] out = new float[(held + count) / windowLength * windowLength];
        int written = 0;
        for (int taken = 0; taken < count; ) {
            int length = Math.min(count - taken, windowLength - held);
            for (int channel = 0; channel < channels; channel++) {
                System.arraycopy(samples[channel], taken, window[channel], held, length);
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
        listen();
        float[] before = weights;
        weights = weights();
        for (int channel = 0; channel < channels; channel++) {
            float[] in = window[channel];
            float weight = weights[channel];
            float old = before[channel];
            int i = 0;
            if (old != weight) {
                for (; i < Math.min(fade, held); i++) {
                    out[at + i] += in[i] * (old + (weight - old) * i / fade);
                }
            }
            if (weight != 0) {
                for (; i < held; i++) {
                    out[at + i] += in[i] * weight;
                }
            }
        }
        held = 0;
    }

    /** Detects which channels cancel out, and mutes one of each pair. */
    private void listen() {
        double[] energies = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            filter(channel);
            energies[channel] = energy(compared[channel]);
        }
        begun |= held > 0;
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

    /** A first-order high-pass filter. */
    private void filter(int channel) {
        float[] in = window[channel];
        float[] out = compared[channel];
        if (held == 0) {
            return;
        }
        out[0] = decay * (lastCompared[channel] + in[0] - (begun ? lastSamples[channel] : in[0]));
        for (int i = 1; i < held; i++) {
            out[i] = decay * (in[i] - in[i - 1]);
        }
        float filtered = out[0];
        // Two at a time, because each waits for the one before it.
        int i = 1;
        for (; i < held - 1; i += 2) {
            float between = decay * filtered + out[i];
            filtered = decay * decay * filtered + (decay * out[i] + out[i + 1]);
            out[i] = between;
            out[i + 1] = filtered;
        }
        if (i < held) {
            filtered = decay * filtered + out[i];
            out[i] = filtered;
        }
        lastSamples[channel] = in[held - 1];
        lastCompared[channel] = filtered;
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

    // Four sums, because each addition would wait for the one before it.
    private double product(float[] one, float[] other) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i < held - 3; i += 4) {
            first += one[i] * other[i];
            second += one[i + 1] * other[i + 1];
            third += one[i + 2] * other[i + 2];
            fourth += one[i + 3] * other[i + 3];
        }
        for (; i < held; i++) {
            first += one[i] * other[i];
        }
        return first + second + (third + fourth);
    }
}
