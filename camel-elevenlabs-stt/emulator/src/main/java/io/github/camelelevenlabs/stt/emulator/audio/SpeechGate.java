package io.github.camelelevenlabs.stt.emulator.audio;

import java.time.Duration;

/**
 * Tells speech from silence by level, in frames of 10 ms, and finds the end of speech.
 *
 * <p>Positions are samples from the start of the stream. Not thread-safe.
 */
public final class SpeechGate {
    private static final int FRAMES_PER_SECOND = 100;
    private static final Duration BETWEEN_WORDS = Duration.ofMillis(300);

    /**
     * When sound counts as speech and when speech has ended.
     *
     * @param threshold       0.1 to 0.9 as the service takes it; louder sound is needed for higher values
     * @param minSpeech       sound shorter than this is noise
     * @param minSilence      silence shorter than this belongs to the speech
     * @param silenceToCommit after this much silence the speech has ended
     */
    public record Settings(double threshold, Duration minSpeech, Duration minSilence, Duration silenceToCommit) {}

    private final double squareThreshold;
    private final int samplesPerFrame;
    private final long minSpeech;
    private final long minSilence;
    private final long silenceToCommit;
    private final long betweenWords;

    private long squares;
    private int samplesInFrame;
    private long position;
    private long voiced;
    private long silent;
    private boolean speaking;
    private long speechStart;

    public SpeechGate(RawFormat format, Settings settings) {
        samplesPerFrame = format.sampleRate() / FRAMES_PER_SECOND;
        minSpeech = format.samples(settings.minSpeech());
        minSilence = format.samples(settings.minSilence());
        silenceToCommit = format.samples(settings.silenceToCommit());
        betweenWords = format.samples(BETWEEN_WORDS);
        // 0.4, the service's default, is 40 dB below full scale.
        double amplitude = 32_768 * Math.pow(10, (-50 + 25 * settings.threshold()) / 20);
        squareThreshold = amplitude * amplitude;
    }

    /**
     * Listens to the samples from one index up to another, or less: it stops where speech has ended.
     *
     * @return the index after the last sample it listened to
     */
    public int accept(short[] samples, int from, int to) {
        for (int i = from; i < to; i++) {
            squares += samples[i] * samples[i];
            position++;
            if (++samplesInFrame == samplesPerFrame) {
                boolean sound = squares > squareThreshold * samplesPerFrame;
                squares = 0;
                samplesInFrame = 0;
                if (sound) {
                    sound();
                } else {
                    silence();
                }
                if (ended()) {
                    return i + 1;
                }
            }
        }
        return to;
    }

    private void sound() {
        if (!speaking && voiced == 0) {
            speechStart = position - samplesPerFrame;
        }
        silent = 0;
        voiced += samplesPerFrame;
        speaking |= voiced >= minSpeech;
    }

    private void silence() {
        silent += samplesPerFrame;
        if (!speaking && silent >= minSilence) {
            voiced = 0;
        }
    }

    /** Whether speech has ended, with a silence as long as configured; until {@link #restart}. */
    public boolean ended() {
        return speaking && silent >= Math.max(silenceToCommit, minSilence);
    }

    /** Whether speech is in progress; gaps between words do not count as silence. */
    public boolean speaking() {
        return speaking && silent < betweenWords;
    }

    /** Samples since the open speech began; 0 when there is none. */
    public long speechLength() {
        return speaking ? position - speechStart : 0;
    }

    /** Whether there was no sound since the last {@link #restart}. */
    public boolean isSilent() {
        return voiced == 0;
    }

    /** The audio up to here was committed; later sound is new speech. */
    public void restart() {
        speaking = false;
        voiced = 0;
    }
}
