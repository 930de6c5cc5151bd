package io.github.camelelevenlabs.stt.transcript;

/** Numbers as JSON has them. */
final class JsonNumbers {

    private static final double CONFIDENCE_STEPS = 10_000;

    private JsonNumbers() {}

    static double seconds(long millis) {
        return millis / 1_000.0;
    }

    static long millis(double seconds) {
        return Math.round(seconds * 1_000);
    }

    /** Rounded to four decimals. */
    static double confidence(double exact) {
        return Math.round(exact * CONFIDENCE_STEPS) / CONFIDENCE_STEPS;
    }
}
