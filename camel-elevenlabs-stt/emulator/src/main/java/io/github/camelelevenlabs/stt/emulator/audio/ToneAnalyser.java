package io.github.camelelevenlabs.stt.emulator.audio;

import java.util.List;

/** Finds the one keypad tone in a short window of samples, with a Goertzel filter for each of the eight frequencies. */
final class ToneAnalyser {
    // 45 dB below full scale: under it are the noise floors of codecs and rooms.
    private static final double AUDIBLE = 3.0e-5;
    // The share of the window's power that is in the two sine waves: 1 for a tone, a half where it fills half a window.
    private static final double PURITY = 0.42;
    // A neighbouring frequency leaks about a tenth of its power into a window that a tone fills only half.
    private static final double DOMINANCE = 4;
    private static final double TWIST = 8;

    private final double[] lowCoefficients;
    private final double[] highCoefficients;

    /** @param sampleRate of the samples, in hertz */
    ToneAnalyser(double sampleRate) {
        lowCoefficients = coefficients(KeypadTone.LOW_HERTZ, sampleRate);
        highCoefficients = coefficients(KeypadTone.HIGH_HERTZ, sampleRate);
    }

    private static double[] coefficients(List<Integer> hertz, double sampleRate) {
        return hertz.stream()
                .mapToDouble(f -> 2 * Math.cos(2 * Math.PI * f / sampleRate))
                .toArray();
    }

    /** What one window holds: its mean square, full scale being 1, and the tone or null. */
    record Finding(double power, KeypadTone tone) {}

    /** @param window samples between -1 and 1 */
    Finding analyse(double[] window) {
        double power = 0;
        for (double sample : window) {
            power += sample * sample;
        }
        power /= window.length;
        if (power < AUDIBLE) {
            return new Finding(power, null);
        }
        Peak low = Peak.among(lowCoefficients, window);
        Peak high = Peak.among(highCoefficients, window);
        boolean tone = low.dominant()
                && high.dominant()
                && low.power < TWIST * high.power
                && high.power < TWIST * low.power
                && low.power + high.power > PURITY * power;
        return new Finding(power, tone ? KeypadTone.at(low.index, high.index) : null);
    }

    private record Peak(int index, double power, double runnerUp) {

        static Peak among(double[] coefficients, double[] window) {
            double[] powers = powers(coefficients, window);
            int index = 0;
            double best = 0;
            double second = 0;
            for (int i = 0; i < powers.length; i++) {
                if (powers[i] > best) {
                    second = best;
                    best = powers[i];
                    index = i;
                } else if (powers[i] > second) {
                    second = powers[i];
                }
            }
            return new Peak(index, best, second);
        }

        boolean dominant() {
            return power > DOMINANCE * runnerUp;
        }

        /**
         * The mean square of the sine waves of these four frequencies in the window. Each step of a filter waits for the one
         * before: four filters side by side take little longer than one.
         */
        private static double[] powers(double[] coefficients, double[] window) {
            double coefficientA = coefficients[0];
            double coefficientB = coefficients[1];
            double coefficientC = coefficients[2];
            double coefficientD = coefficients[3];
            double lastA = 0;
            double lastB = 0;
            double lastC = 0;
            double lastD = 0;
            double beforeA = 0;
            double beforeB = 0;
            double beforeC = 0;
            double beforeD = 0;
            for (double sample : window) {
                double a = sample - beforeA + coefficientA * lastA;
                double b = sample - beforeB + coefficientB * lastB;
                double c = sample - beforeC + coefficientC * lastC;
                double d = sample - beforeD + coefficientD * lastD;
                beforeA = lastA;
                beforeB = lastB;
                beforeC = lastC;
                beforeD = lastD;
                lastA = a;
                lastB = b;
                lastC = c;
                lastD = d;
            }
            double scale = 2 / ((double) window.length * window.length);
            return new double[] {
                scale * (lastA * lastA + beforeA * beforeA - coefficientA * lastA * beforeA),
                scale * (lastB * lastB + beforeB * beforeB - coefficientB * lastB * beforeB),
                scale * (lastC * lastC + beforeC * beforeC - coefficientC * lastC * beforeC),
                scale * (lastD * lastD + beforeD * beforeD - coefficientD * lastD * beforeD)
            };
        }
    }
}
