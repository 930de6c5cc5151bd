package io.github.camelelevenlabs.stt.audio.pcm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/** Finds the place between two words, by loudness alone. */
public final class QuietestFrame {

    /** Gaps between words last longer, and a vowel has a period or two in it. */
    private static final Duration FRAME = Duration.ofMillis(10);

    private QuietestFrame() {}

    /**
     * The middle of the quietest 10 ms of the audio, in samples; of several, that which is nearest to a sample. Without a whole frame,
     * that sample itself.
     *
     * @param near the sample, which may lie outside
     */
    public static int near(int near, byte[] audio, PcmFormat format) {
        int frame = (int) format.samples(FRAME);
        int count = audio.length / format.bytesPerSample() / frame;
        int best = near;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            long energy = energy(audio, i * frame, frame, format);
            int middle = i * frame + frame / 2;
            if (energy < least || energy == least && Math.abs(middle - near) < Math.abs(best - near)) {
                least = energy;
                best = middle;
            }
        }
        return best;
    }

    private static long energy(byte[] audio, int from, int count, PcmFormat format) {
        ByteBuffer samples = ByteBuffer.wrap(audio).order(ByteOrder.LITTLE_ENDIAN);
        long energy = 0;
        for (int i = from; i < from + count; i++) {
            int sample = format == PcmFormat.ULAW_8000 ? MuLaw.linear(audio[i]) : samples.getShort(2 * i);
            energy += (long) sample * sample;
        }
        return energy;
    }
}
