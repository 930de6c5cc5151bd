package io.github.camelelevenlabs.stt.audio.detect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Decides whether bytes look like 16-bit PCM. Sound has at least one of two properties: neighbouring samples are
 * similar, or the upper bytes of samples take fewer values than the lower bytes, because most sound is far below full
 * scale. The second holds for noisy recordings too. Compressed bytes, mu-law and text have neither: their even and
 * odd bytes are alike.
 *
 * <p>In doubt, the bytes are sound.
 */
public final class SoundCheck {

    /** Fewer bytes prove nothing. */
    static final int MIN_BYTES = 512;

    /** The limit for inspected bytes: a quarter of a second at 16 kHz. */
    public static final int MAX_BYTES = 8 * 1024;

    /** The limit for similar neighbours: the correlation is 1 for equal samples and 0 for independent ones. */
    private static final double ALIKE = 0.5;

    /** The difference in entropy, in bits, by which the upper bytes must be more predictable than the lower ones. */
    private static final double MIN_DIFFERENCE = 0.35;

    /**
     * The share of bytes that differs by chance. The constant after it is the entropy in bits below which there are
     * too few values to decide.
     */
    private static final double SAME = 0.2;

    private static final double FEW_VALUES = 3;

    private static final double CLEARLY_MORE_ALIKE = 0.25;

    /** The minimal ratio of energy between the wrong and the right reading of quiet noise. */
    private static final double CLEARLY_LOUDER = 4;

    private SoundCheck() {}

    /** Whether these bytes can be samples in little-endian order. The position of the buffer stays the same. */
    public static boolean looksLikeSound(ByteBuffer bytes) {
        if (bytes.remaining() < MIN_BYTES) {
            return true;
        }
        Reading reading = Reading.of(bytes);
        Halves halves = Halves.of(bytes);
        boolean sound = reading.alike() > ALIKE || halves.isUpperMorePredictable();
        return reading.isSilence() || sound && !halves.areOfOneKind() && !isFloatingPoint(bytes);
    }

    /**
     * Whether only the second of two readings of the same bytes looks like sound.
     *
     * @param usual 16-bit samples, little-endian
     * @param unusual 16-bit samples, little-endian
     */
    public static boolean isOnlySecondSound(ByteBuffer usual, ByteBuffer unusual) {
        Reading first = Reading.of(usual);
        Reading second = Reading.of(unusual);
        double difference = second.alike() - first.alike();
        boolean smoother = second.alike() > ALIKE && difference > CLEARLY_MORE_ALIKE;
        boolean quieter = difference > -CLEARLY_MORE_ALIKE
                && first.alike() < ALIKE
                && second.deviation() * CLEARLY_LOUDER < first.deviation();
        // 32-bit samples converted from 16 bits have only zeros in the bytes that the wrong order reads.
        boolean constant = first.deviation() == 0 && second.deviation() > 0 && second.alike() > ALIKE;
        return smoother || quieter || constant || isOfEightBits(unusual);
    }

    /**
     * Whether all lower bytes are zero and the upper ones look like 8-bit samples: about as many negative as positive
     * ones.
     */
    private static boolean isOfEightBits(ByteBuffer bytes) {
        ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        int count = in.remaining() / Short.BYTES;
        int negative = 0;
        int positive = 0;
        for (int i = 0; i < count; i++) {
            int sample = in.getShort(i * Short.BYTES);
            if ((sample & 0xFF) != 0) {
                return false;
            }
            negative += sample < 0 ? 1 : 0;
            positive += sample > 0 ? 1 : 0;
        }
        return 10 * Math.min(negative, positive) > count;
    }

    /**
     * Statistics of neighbouring samples.
     *
     * @param deviation the variance
     * @param alike the correlation of a sample with the previous one, or with the one before that, from 0 to 1; a
     *     whistle may be so high that direct neighbours are independent
     */
    private record Reading(double deviation, double alike) {

        private static final int LAGS = 2;

        static Reading of(ByteBuffer bytes) {
            ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
            int count = in.remaining() / Short.BYTES;
            double mean = 0;
            for (int i = 0; i < count; i++) {
                mean += (double) in.getShort(i * Short.BYTES) / count;
            }
            double[] products = new double[LAGS + 1];
            for (int i = 0; i < count; i++) {
                double sample = in.getShort(i * Short.BYTES) - mean;
                for (int lag = 0; lag <= Math.min(LAGS, i); lag++) {
                    products[lag] += sample * (in.getShort((i - lag) * Short.BYTES) - mean);
                }
            }
            double most = Math.max(Math.abs(products[1]), Math.abs(products[2]));
            return new Reading(count == 0 ? 0 : products[0] / count, products[0] == 0 ? 1 : most / products[0]);
        }

        /** Whether nearly all samples are equal. */
        boolean isSilence() {
            return deviation < 1;
        }
    }

    /**
     * The distribution of the lower and the upper bytes of samples.
     *
     * @param lower entropy in bits
     * @param upper entropy in bits
     * @param different the share of bytes that would have to change to make both distributions equal
     */
    private record Halves(double lower, double upper, double different) {

        static Halves of(ByteBuffer bytes) {
            int[] lower = new int[256];
            int[] upper = new int[256];
            int count = bytes.remaining() / Short.BYTES;
            for (int i = 0; i < count; i++) {
                lower[Magic.byteAt(bytes, 2 * i)]++;
                upper[Magic.byteAt(bytes, 2 * i + 1)]++;
            }
            int different = 0;
            for (int value = 0; value < lower.length; value++) {
                different += Math.abs(lower[value] - upper[value]);
            }
            return new Halves(entropy(lower, count), entropy(upper, count), different / 2.0 / count);
        }

        boolean isUpperMorePredictable() {
            return lower - upper > MIN_DIFFERENCE;
        }

        /** Whether both distributions are equal: the bytes are 8-bit samples, or not samples at all. */
        boolean areOfOneKind() {
            return different < SAME && Math.abs(lower - upper) < MIN_DIFFERENCE / 2 && lower > FEW_VALUES;
        }

        private static double entropy(int[] histogram, int count) {
            double entropy = 0;
            for (int times : histogram) {
                if (times > 0) {
                    double part = (double) times / count;
                    entropy -= part * Math.log(part) / Math.log(2);
                }
            }
            return entropy;
        }
    }

    /**
     * Whether these are floating-point samples as browsers use them, from -1 to 1. Pairs of 16-bit samples would look
     * like that only if all were at half of full scale.
     */
    private static boolean isFloatingPoint(ByteBuffer bytes) {
        ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        int count = in.remaining() / Float.BYTES;
        int samples = 0;
        for (int i = 0; i < count; i++) {
            float value = Math.abs(in.getFloat(i * Float.BYTES));
            samples += value > 1e-6f && value <= 1 ? 1 : 0;
        }
        return samples > 0.95 * count;
    }
}
