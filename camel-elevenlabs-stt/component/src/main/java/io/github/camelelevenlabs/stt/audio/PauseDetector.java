package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * Tells where speech pauses, by loudness alone, so that a commit need not cut a word.
 *
 * <p>The audio is looked at in frames of 20 ms. A frame is quiet when its RMS is below -55 dBFS, or more than 20 dB
 * below the recent loudness: the loudest frame's RMS, which halves every 10 s. So a voice over a steady hum pauses too,
 * and a speaker who hands the microphone to a softer one is forgotten in time. Rule and numbers are our guess and have
 * nothing to do with the service's own voice detection.
 *
 * <p>Used by one thread at a time.
 */
public final class PauseDetector {

    private static final Duration FRAME = Duration.ofMillis(20);
    private static final double FULL_SCALE = 32_768;

    // Loudness is kept as power, the square of the RMS, which spares a root per frame.
    private static final double SILENCE_POWER = FULL_SCALE * FULL_SCALE * Math.pow(10, -55 / 10.0);
    private static final double BELOW_RECENT = Math.pow(10, -20 / 10.0);
    private static final double DECAY_PER_FRAME = Math.pow(0.5, 2 * 0.020 / 10);

    private final PcmFormat format;
    private final int frameSamples;

    private int samplesInFrame;
    private long energyInFrame;
    private double recentPower;
    private long quietFrames;
    private boolean containsSpeech;
    private long samplesInSegment;
    private long gapFrames;
    private long gapEnd;

    public PauseDetector(PcmFormat format) {
        this.format = format;
        frameSamples = (int) format.samples(FRAME);
    }

    /** Listens to the next whole samples, as many as there are; the buffer's position stays. */
    public void add(ByteBuffer samples) {
        ByteBuffer in = samples.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        boolean muLaw = format == PcmFormat.ULAW_8000;
        while (in.hasRemaining()) {
            int sample = muLaw ? MuLaw.linear(in.get()) : in.getShort();
            energyInFrame += (long) sample * sample;
            samplesInFrame++;
            samplesInSegment++;
            if (samplesInFrame == frameSamples) {
                endFrame();
            }
        }
    }

    private void endFrame() {
        double power = (double) energyInFrame / frameSamples;
        recentPower = Math.max(recentPower * DECAY_PER_FRAME, power);
        if (power < Math.max(SILENCE_POWER, recentPower * BELOW_RECENT)) {
            quietFrames++;
        } else {
            if (quietFrames > gapFrames && samplesInSegment > frameSamples) {
                gapFrames = quietFrames;
                gapEnd = samplesInSegment - frameSamples;
            }
            quietFrames = 0;
            containsSpeech = true;
        }
        samplesInFrame = 0;
        energyInFrame = 0;
    }

    /** How long it has been quiet at the end of what was added, in steps of 20 ms; zero while somebody speaks. */
    public Duration quiet() {
        return FRAME.multipliedBy(quietFrames);
    }

    /**
     * The longest quiet that ended since the start or the last {@link #startSegment()}, in steps of 20 ms; it may have begun
     * before that. Zero for none.
     */
    public Duration gap() {
        return FRAME.multipliedBy(gapFrames);
    }

    /** How many samples after the start or the last {@link #startSegment()} the {@link #gap()} ended. */
    public long gapEnd() {
        return gapEnd;
    }

    /** Whether any frame was not quiet since the start or the last {@link #startSegment()}. */
    public boolean containsSpeech() {
        return containsSpeech;
    }

    /** Forgets speech and gaps; how loud it was, and how long it has been quiet, stays known. */
    public void startSegment() {
        containsSpeech = false;
        samplesInSegment = 0;
        gapFrames = 0;
    }
}
