package io.github.camelelevenlabs.stt.emulator.audio;

/**
 * Finds keypad tones in a stream of samples that may be cut anywhere.
 *
 * <p>A tone is reported once it has sounded for 40 ms, and again when it ends: after 30 ms of quiet, or when another
 * tone takes over. Its borders are accurate to 20 ms. Not thread-safe.
 */
public final class ToneSpotter {
    private static final double WORK_RATE = 8_000;
    private static final double HOP_SECONDS = 0.005;
    private static final int HOPS_PER_WINDOW = 4;
    // A window counts from half full on; fading in and out costs a 40 ms tone the eighth.
    private static final int HOPS_TO_BE_HEARD = 7;
    private static final int HOPS_TO_TAKE_OVER = 3;
    private static final int QUIET_HOPS_TO_END = 3;
    // A cut in the middle of a tone spoils a few windows without any quiet: that is still one tone.
    private static final int UNCLEAR_HOPS_TO_END = 10;
    private static final double QUIET = 0.35;

    /** Called on the caller's thread. Positions are samples from the start of the stream. */
    public interface Listener {
        void started(KeypadTone tone, long start);

        /** The last tone has ended. */
        void ended(long end);
    }

    private final ToneAnalyser analyser;
    private final Listener listener;
    private final int samplesPerPoint;
    private final int pointsPerHop;
    private final double[] window;

    private double pointSum;
    private int samplesInPoint;
    private int pointsInHop;
    private long hops;
    private Sounding current;
    private Sounding challenger;
    private int quietHops;
    private int unclearHops;

    public ToneSpotter(int sampleRate, Listener listener) {
        this.listener = listener;
        samplesPerPoint = Math.max(1, (int) (sampleRate / WORK_RATE));
        double pointRate = (double) sampleRate / samplesPerPoint;
        pointsPerHop = (int) Math.round(pointRate * HOP_SECONDS);
        window = new double[HOPS_PER_WINDOW * pointsPerHop];
        analyser = new ToneAnalyser(pointRate);
    }

    /** Listens to the samples from one index up to, not including, another. */
    public void accept(short[] samples, int from, int to) {
        for (int i = from; i < to; i++) {
            pointSum += samples[i];
            if (++samplesInPoint == samplesPerPoint) {
                window[window.length - pointsPerHop + pointsInHop] = pointSum / (samplesPerPoint * 32_768.0);
                pointSum = 0;
                samplesInPoint = 0;
                if (++pointsInHop == pointsPerHop) {
                    hop();
                }
            }
        }
    }

    private void hop() {
        ToneAnalyser.Finding finding = analyser.analyse(window);
        if (current != null && current.tone == finding.tone()) {
            extend(finding);
        } else {
            challenge(finding);
            fade(finding);
        }
        System.arraycopy(window, pointsPerHop, window, 0, window.length - pointsPerHop);
        pointsInHop = 0;
        hops++;
    }

    private void extend(ToneAnalyser.Finding finding) {
        challenger = null;
        quietHops = 0;
        unclearHops = 0;
        current.sounds(hops, finding.power());
        if (current.hops == HOPS_TO_BE_HEARD) {
            listener.started(current.tone, position(current.first));
        }
    }

    private void challenge(ToneAnalyser.Finding finding) {
        if (finding.tone() == null) {
            challenger = null;
            return;
        }
        if (challenger == null || challenger.tone != finding.tone()) {
            challenger = new Sounding(finding.tone(), hops);
        }
        challenger.sounds(hops, finding.power());
        if (current == null || challenger.hops == HOPS_TO_TAKE_OVER) {
            end();
            current = challenger;
            challenger = null;
        }
    }

    private void fade(ToneAnalyser.Finding finding) {
        if (current == null || current.tone == finding.tone()) {
            return;
        }
        unclearHops++;
        quietHops = finding.power() < QUIET * current.power ? quietHops + 1 : 0;
        if (quietHops == QUIET_HOPS_TO_END || unclearHops == UNCLEAR_HOPS_TO_END) {
            end();
        }
    }

    private void end() {
        if (current != null && current.hops >= HOPS_TO_BE_HEARD) {
            listener.ended(position(current.last));
        }
        current = null;
        quietHops = 0;
        unclearHops = 0;
    }

    /** The middle of the window that ends with this hop: there a tone begins or ends that fills half of it. */
    private long position(long hop) {
        return Math.max(0, hop + 1 - HOPS_PER_WINDOW / 2) * pointsPerHop * samplesPerPoint;
    }

    private static final class Sounding {
        final KeypadTone tone;
        final long first;
        long last;
        int hops;
        double power;

        Sounding(KeypadTone tone, long first) {
            this.tone = tone;
            this.first = first;
        }

        void sounds(long hop, double windowPower) {
            last = hop;
            hops++;
            power = Math.max(power, windowPower);
        }
    }
}
