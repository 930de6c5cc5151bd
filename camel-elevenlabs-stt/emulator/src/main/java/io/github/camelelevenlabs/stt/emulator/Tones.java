package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.audio.KeypadTone;
import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * Makes audio that {@link Recogniser#tones()} understands: every word 100 ms of a telephone's keypad tone and 100 ms of
 * silence after it, 12 dB below full scale.
 *
 * <pre>{@code
 * byte[] audio = Tones.at(16_000).say("one two three").pause(Duration.ofSeconds(2)).say("four").pcm();
 * }</pre>
 *
 * Mutable and not thread-safe.
 */
public final class Tones {
    /** The word that stands for a pause of 2 s, enough for a voice activity detector with the service's defaults. */
    public static final String PAUSE = "|";

    private static final Duration LONG_PAUSE = Duration.ofSeconds(2);
    private static final double AMPLITUDE_OF_EACH = 0.25 * Short.MAX_VALUE;
    private static final double FADE_SECONDS = 0.005;

    private final int sampleRate;
    private short[] samples = new short[0];
    private int length;
    private Duration tone = Duration.ofMillis(100);
    private Duration gap = Duration.ofMillis(100);

    private Tones(int sampleRate) {
        this.sampleRate = sampleRate;
    }

    /** Begins with no audio. @param sampleRate hertz; any, but what the service takes is in its documentation */
    public static Tones at(int sampleRate) {
        return new Tones(sampleRate);
    }

    /** These words as 16-bit little-endian mono samples. */
    public static byte[] pcm(int sampleRate, String words) {
        return at(sampleRate).say(words).pcm();
    }

    /** Sets the lengths of the tone and of the silence after it, for the following words. */
    public Tones pace(Duration tone, Duration gap) {
        this.tone = tone;
        this.gap = gap;
        return this;
    }

    /** Appends words, separated by spaces; {@value #PAUSE} is a pause. */
    public Tones say(String words) {
        for (String word : words.trim().split("\\s+")) {
            if (word.equals(PAUSE)) {
                pause(LONG_PAUSE);
            } else {
                sound(KeypadTone.of(word)
                        .orElseThrow(() -> new IllegalArgumentException("No tone says '" + word + "'; there are "
                                + Arrays.stream(KeypadTone.values())
                                        .map(KeypadTone::word)
                                        .toList())));
                pause(gap);
            }
        }
        return this;
    }

    /** Appends silence. */
    public Tones pause(Duration duration) {
        append(samplesIn(duration));
        return this;
    }

    /** The length of the audio so far. */
    public Duration duration() {
        return Duration.ofNanos(length * 1_000_000_000L / sampleRate);
    }

    /** 16-bit little-endian mono samples. */
    public byte[] pcm() {
        return RawFormat.PCM_16000.encode(samples());
    }

    /** Mu-law samples; only at 8000 Hz, the one rate at which the service takes them. */
    public byte[] ulaw() {
        if (sampleRate != RawFormat.ULAW_8000.sampleRate()) {
            throw new IllegalStateException("mu-law audio is sampled at 8000 Hz, this is at " + sampleRate);
        }
        return RawFormat.ULAW_8000.encode(samples());
    }

    /** A WAV file of 16-bit mono samples. */
    public byte[] wav() {
        AudioFormat format = new AudioFormat(sampleRate, Short.SIZE, 1, true, false);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (AudioInputStream audio = new AudioInputStream(new ByteArrayInputStream(pcm()), format, length)) {
            AudioSystem.write(audio, AudioFileFormat.Type.WAVE, file);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return file.toByteArray();
    }

    private short[] samples() {
        return Arrays.copyOf(samples, length);
    }

    private void sound(KeypadTone key) {
        int count = samplesIn(tone);
        int start = append(count);
        double fade = FADE_SECONDS * sampleRate;
        for (int i = 0; i < count; i++) {
            double seconds = (double) i / sampleRate;
            double envelope = Math.min(1, Math.min(i, count - 1 - i) / fade);
            double wave = Math.sin(2 * Math.PI * key.lowHertz() * seconds)
                    + Math.sin(2 * Math.PI * key.highHertz() * seconds);
            samples[start + i] = (short) Math.round(AMPLITUDE_OF_EACH * envelope * wave);
        }
    }

    /** Appends silent samples; returns the index of the first. */
    private int append(int count) {
        int start = length;
        length += count;
        if (length > samples.length) {
            samples = Arrays.copyOf(samples, Math.max(length, 2 * samples.length));
        }
        return start;
    }

    private int samplesIn(Duration duration) {
        return (int) (duration.toNanos() * sampleRate / 1_000_000_000L);
    }
}
