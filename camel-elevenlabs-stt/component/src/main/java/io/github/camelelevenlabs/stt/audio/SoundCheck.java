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
    static final int FEWEST_BYTES = 512;

    /** More than these are not looked at: a quarter of a second at 16 kHz. */
    static final int MOST_BYTES = 8 * 1024;

    /** What neighbours have in common: 1 for those that are equal, 0 for those that know nothing of each other. */
    private static final double ALIKE = 0.5;

    /** Bits by which the upper bytes of samples are more predictable than the lower ones. */
    private static final double LEAST_DIFFERENCE = 0.35;

    /** What of two readings is the rougher by this much is the wrong one. */
    private static final double CLEARLY_ROUGHER = 2;

    /** How much louder the wrong reading of quiet noise is, at the least. */
    private static final double CLEARLY_LOUDER = 4;

    private SoundCheck() {}

    /** Whether these may be samples, the lower byte of each first. The buffer stays where it is. */
    static boolean looksLikeSound(ByteBuffer bytes) {
        if (bytes.remaining() < FEWEST_BYTES) {
            return true;
        }
        Reading reading = Reading.of(bytes, ByteOrder.LITTLE_ENDIAN);
        return reading.isSilence()
                || (reading.correlation() > ALIKE || isUpperMorePredictable(bytes)) && !isFloatingPoint(bytes);
    }

    /** The order of the bytes in which they look like sound; the one that is expected where that is open. */
    static ByteOrder orderOf(ByteBuffer bytes, ByteOrder expected) {
        Reading little = Reading.of(bytes, ByteOrder.LITTLE_ENDIAN);
        Reading big = Reading.of(bytes, ByteOrder.BIG_ENDIAN);
        Reading right = expected == ByteOrder.LITTLE_ENDIAN ? little : big;
        Reading wrong = right == little ? big : little;
        boolean smoother = wrong.roughness() * CLEARLY_ROUGHER < right.roughness() && wrong.correlation() > ALIKE;
        boolean asRough = right.roughness() < CLEARLY_ROUGHER * wrong.roughness()
                && wrong.roughness() < CLEARLY_ROUGHER * right.roughness();
        boolean quieter = asRough && wrong.deviation() * CLEARLY_LOUDER < right.deviation();
        if (smoother || quieter) {
            return expected == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        }
        return expected;
    }

    /**
     * @param deviation   how far samples are from their mean, squared
     * @param differences how far each is from the one before it, squared
     */
    private record Reading(double deviation, double differences) {

        static Reading of(ByteBuffer bytes, ByteOrder order) {
            ByteBuffer in = bytes.slice().order(order);
            int count = in.remaining() / Short.BYTES;
            double sum = 0;
            double squares = 0;
            double differences = 0;
            int previous = count == 0 ? 0 : in.getShort(0);
            for (int i = 0; i < count; i++) {
                int sample = in.getShort(i * Short.BYTES);
                sum += sample;
                squares += (double) sample * sample;
                differences += (double) (sample - previous) * (sample - previous);
                previous = sample;
            }
            double mean = count == 0 ? 0 : sum / count;
            return new Reading(count == 0 ? 0 : squares / count - mean * mean, count == 0 ? 0 : differences / count);
        }

        /** Nearly all samples are equal. */
        boolean isSilence() {
            return deviation < 1;
        }

        /** 0 for samples that do not change, 2 for those that know nothing of each other. */
        double roughness() {
            return isSilence() ? 0 : differences / deviation;
        }

        double correlation() {
            return isSilence() ? 1 : 1 - roughness() / 2;
        }
    }

    private static boolean isUpperMorePredictable(ByteBuffer bytes) {
        int[] lower = new int[256];
        int[] upper = new int[256];
        int count = bytes.remaining() / Short.BYTES;
        for (int i = 0; i < count; i++) {
            lower[Magic.byteAt(bytes, 2 * i)]++;
            upper[Magic.byteAt(bytes, 2 * i + 1)]++;
        }
        return entropy(lower, count) - entropy(upper, count) > LEAST_DIFFERENCE;
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

    /** In bits. */
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
