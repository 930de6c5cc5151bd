package io.github.camelelevenlabs.stt.emulator.audio;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats that the service takes: signed 16-bit little-endian or mu-law samples, mono, without a header. */
public enum RawFormat {
    PCM_8000(8_000, 2),
    PCM_16000(16_000, 2),
    PCM_22050(22_050, 2),
    PCM_24000(24_000, 2),
    PCM_44100(44_100, 2),
    PCM_48000(48_000, 2),
    ULAW_8000(8_000, 1);

    private final int sampleRate;
    private final int bytesPerSample;

    RawFormat(int sampleRate, int bytesPerSample) {
        this.sampleRate = sampleRate;
        this.bytesPerSample = bytesPerSample;
    }

    /** The format of this name as {@code audio_format} writes it. */
    public static Optional<RawFormat> named(String wireName) {
        return Arrays.stream(values())
                .filter(format -> format.wireName().equals(wireName))
                .findFirst();
    }

    /** The name as {@code audio_format} writes it, such as {@code pcm_16000}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Samples per second. */
    public int sampleRate() {
        return sampleRate;
    }

    public int bytesPerSample() {
        return bytesPerSample;
    }

    /** The duration of this many samples. */
    public Duration duration(long samples) {
        return Duration.ofSeconds(samples / sampleRate, samples % sampleRate * 1_000_000_000L / sampleRate);
    }

    /** The duration of the complete samples in these bytes. */
    public Duration durationOf(byte[] bytes) {
        return duration(bytes.length / bytesPerSample);
    }

    /** The number of whole samples in this time. */
    public long samples(Duration duration) {
        return duration.getSeconds() * sampleRate + (long) duration.getNano() * sampleRate / 1_000_000_000L;
    }

    /** The linear samples in these bytes; an odd last byte of a 16-bit format is left out. */
    public short[] decode(byte[] bytes) {
        short[] samples = new short[bytes.length / bytesPerSample];
        if (bytesPerSample == 1) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = MuLaw.decode(bytes[i]);
            }
        } else {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) (bytes[2 * i] & 0xFF | bytes[2 * i + 1] << 8);
            }
        }
        return samples;
    }

    /** These linear samples as bytes of this format. */
    public byte[] encode(short[] samples) {
        byte[] bytes = new byte[samples.length * bytesPerSample];
        if (bytesPerSample == 1) {
            for (int i = 0; i < samples.length; i++) {
                bytes[i] = MuLaw.encode(samples[i]);
            }
        } else {
            for (int i = 0; i < samples.length; i++) {
                bytes[2 * i] = (byte) samples[i];
                bytes[2 * i + 1] = (byte) (samples[i] >> 8);
            }
        }
        return bytes;
    }
}
