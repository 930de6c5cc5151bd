package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Tells whether bytes look like samples of 16-bit PCM. Sound has one of two marks: neighbours are alike, or the upper
 * bytes of samples take fewer values than the lower ones, because most sound is far from the loudest. The second holds
 * for a hissing recording, too. Compressed bytes, mu-law and text have neither: their even and odd bytes are alike.
 *
 * <p>When in doubt it is sound.
 */
final class SoundCheck {

    /** Fewer bytes than these prove nothing. */
    static final int MIN_BYTES = 512;

    /** More than these are not looked at: a quarter of a second at 16 kHz. */
    static final int MAX_BYTES = 8 * 1024;

    /** What neighbours have in common: 1 for those that are equal, 0 for those that know nothing of each other. */
    private static final double ALIKE = 0.5;

    /** Bits by which the upper bytes of samples are more predictable than the lower ones. */
    private static final double MIN_DIFFERENCE = 0.35;

    /** A part of bytes that differs by chance; and the bits below which there are so few values that it says nothing. */
    private static final double SAME = 0.2;

    private static final double FEW_VALUES = 3;

    private static final double CLEARLY_MORE_ALIKE = 0.25;

    /** How much more energy the wrong reading of quiet noise has, at the least. */
    private static final double CLEARLY_LOUDER = 4;

    private SoundCheck() {}

    /** Whether these may be samples, the lower byte of each first. The buffer stays where it is. */
    static boolean looksLikeSound(ByteBuffer bytes) {
        if (bytes.remaining() < MIN_BYTES) {
            return true;
        }
        Reading reading = Reading.of(bytes);
        Halves halves = Halves.of(bytes);
        boolean sound = reading.alike() > ALIKE || halves.isUpperMorePredictable();
        return reading.isSilence() || sound && !halves.areOfOneKind() && !isFloatingPoint(bytes);
    }

    /**
     * Whether of two readings of the same bytes only the second one looks like sound.
     *
     * @param usual   samples of 16 bits, the lower byte of each first
     * @param unusual likewise
     */
    static boolean isOnlySecondSound(ByteBuffer usual, ByteBuffer unusual) {
        Reading first = Reading.of(usual);
        Reading second = Reading.of(unusual);
        double difference = second.alike() - first.alike();
        boolean smoother = second.alike() > ALIKE && difference > CLEARLY_MORE_ALIKE;
        boolean quieter = difference > -CLEARLY_MORE_ALIKE
                && first.alike() < ALIKE
                && second.deviation() * CLEARLY_LOUDER < first.deviation();
        // Samples of 32 bits that were 16 before have nothing but zeros where the wrong order looks.
        boolean constant = first.deviation() == 0 && second.deviation() > 0 && second.alike() > ALIKE;
        return smoother || quieter || constant || isOfEightBits(unusual);
    }

    /** Whether all lower bytes are zero, and the upper ones samples of eight bits: as many below zero as above, or so. */
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
     * What neighbouring samples are like.
     *
     * @param deviation how far they are from their mean, squared
     * @param alike     what each has in common with the one before it, or with the one before that: a whistle may be so high
     *                  that neighbours know nothing of each other. From 0 to 1
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

        /** Nearly all samples are equal. */
        boolean isSilence() {
            return deviation < 1;
        }
    }

    /**
     * How the lower and the upper bytes of samples are spread over their values.
     *
     * @param lower     entropy in bits
     * @param upper     entropy in bits
     * @param different the part of the bytes that would have to change for the two to be spread alike
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

        /** These are no halves, but samples of eight bits, or bytes that are no samples. */
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

    /** As browsers have samples: from -1 to 1. Pairs of 16-bit samples would all have to be half as loud as can be. */
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
