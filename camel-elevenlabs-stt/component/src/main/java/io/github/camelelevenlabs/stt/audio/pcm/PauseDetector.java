package io.github.camelelevenlabs.stt.audio.pcm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * Detects pauses in speech, by loudness alone, so that a commit does not cut a word.
 *
 * <p>The audio is analysed in frames of 20 ms. A frame is quiet when its RMS is below -55 dBFS, or more than 20 dB
 * below the recent loudness: the RMS of the loudest frame, which halves every 10 s. So a voice over a constant hum
 * has pauses too, and a loud speaker is forgotten soon after a softer one takes over. The rule and its numbers are
 * our own estimate, unrelated to the voice detection of the service.
 *
 * <p>Used by one thread at a time. Does not block.
 */
public final class PauseDetector {

    private static final Duration FRAME = Duration.ofMillis(20);
    private static final double FULL_SCALE = 32_768;

    // Loudness is stored as power, the square of the RMS, which saves a square root for each frame.
    private static final double SILENCE_POWER = FULL_SCALE * FULL_SCALE * Math.pow(10, -55 / 10.0);
    private static final double BELOW_RECENT = Math.pow(10, -20 / 10.0);
    private static final double DECAY_PER_FRAME = Math.pow(0.5, 2 * 0.020 / 10);

    /** Samples in an array, which are quicker to read than those in a buffer. */
    private static final VarHandle SAMPLES =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

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

    /** Analyses the next whole samples, any number of them. The position of the buffer stays the same. */
    public void add(ByteBuffer samples) {
        ByteBuffer in = samples.hasArray()
                ? samples
                : ByteBuffer.allocate(samples.remaining())
                        .put(samples.duplicate())
                        .flip();
        int bytes = format.bytesPerSample();
        int end = in.arrayOffset() + in.limit();
        for (int at = in.arrayOffset() + in.position(); at < end; ) {
            int count = Math.min((end - at) / bytes, frameSamples - samplesInFrame);
            energyInFrame +=
                    format == PcmFormat.ULAW_8000 ? muLawEnergy(in.array(), at, count) : energy(in.array(), at, count);
            at += count * bytes;
            samplesInFrame += count;
            samplesInSegment += count;
            if (samplesInFrame == frameSamples) {
                endFrame();
            }
        }
    }

    private static long energy(byte[] in, int at, int count) {
        long energy = 0;
        for (int i = 0; i < count; i++) {
            int sample = (short) SAMPLES.get(in, at + 2 * i);
            energy += sample * sample;
        }
        return energy;
    }

    private static long muLawEnergy(byte[] in, int at, int count) {
        long energy = 0;
        for (int i = 0; i < count; i++) {
            int sample = MuLaw.linear(in[at + i]);
            energy += sample * sample;
        }
        return energy;
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

    /** The length of the pause at the end of the audio, in samples and in steps of 20 ms; 0 during speech. */
    public long quietSamples() {
        return quietFrames * frameSamples;
    }

    /**
     * The longest pause that has ended since the start or the last {@link #startSegment()}, in samples and in steps of 20 ms. It may
     * have begun before that. 0 for none.
     */
    public long gapSamples() {
        return gapFrames * frameSamples;
    }

    /** The end of this gap, in samples since the start or the last {@link #startSegment()}. */
    public long gapEnd() {
        return gapEnd;
    }

    /** Whether any frame since the start or the last {@link #startSegment()} was not quiet. */
    public boolean containsSpeech() {
        return containsSpeech;
    }

    /** Starts a segment: forgets speech and gaps. The loudness and the length of the current pause stay known. */
    public void startSegment() {
        containsSpeech = false;
        samplesInSegment = 0;
        gapFrames = 0;
    }
}
