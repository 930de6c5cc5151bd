package io.github.camelelevenlabs.stt.audio.pcm;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The raw formats that the service accepts: signed 16-bit little-endian mono, or mu-law mono, without a header.
 *
 * <p>Positions and lengths are counted in samples, because only samples are exact for every rate.
 */
public enum PcmFormat {
    PCM_8000(8_000, 2),
    PCM_16000(16_000, 2),
    PCM_22050(22_050, 2),
    PCM_24000(24_000, 2),
    PCM_44100(44_100, 2),
    PCM_48000(48_000, 2),
    ULAW_8000(8_000, 1);

    private final int sampleRate;
    private final int bytesPerSample;

    PcmFormat(int sampleRate, int bytesPerSample) {
        this.sampleRate = sampleRate;
        this.bytesPerSample = bytesPerSample;
    }

    /** The format with this name in the protocol of the service, such as {@code pcm_16000}. */
    public static Optional<PcmFormat> named(String wireName) {
        return Arrays.stream(values())
                .filter(format -> format.wireName().equals(wireName))
                .findFirst();
    }

    /** The linear format with this sample rate in hertz, if the service accepts it. */
    public static Optional<PcmFormat> linear(int sampleRate) {
        return Arrays.stream(values())
                .filter(format -> format.bytesPerSample == 2 && format.sampleRate == sampleRate)
                .findFirst();
    }

    /** The name of the format in the service's {@code audio_format} parameter. */
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

    /** The number of whole samples in this duration. */
    public long samples(Duration duration) {
        return duration.getSeconds() * sampleRate + (long) duration.getNano() * sampleRate / 1_000_000_000L;
    }

    /** The number of samples of this {@linkplain #duration duration}, which was cut to whole nanoseconds. */
    public long position(Duration duration) {
        return duration.getSeconds() * sampleRate
                + ((long) duration.getNano() * sampleRate + 999_999_999L) / 1_000_000_000L;
    }

    /** The duration of this number of samples. */
    public Duration duration(long samples) {
        return Duration.ofSeconds(samples / sampleRate, samples % sampleRate * 1_000_000_000L / sampleRate);
    }

    /** The {@linkplain #duration duration} in nanoseconds. */
    public long nanos(long samples) {
        return samples / sampleRate * 1_000_000_000L + samples % sampleRate * 1_000_000_000L / sampleRate;
    }

    /** The bytes of this number of silent samples. */
    public byte[] silence(int samples) {
        byte[] silence = new byte[samples * bytesPerSample];
        if (this == ULAW_8000) {
            Arrays.fill(silence, (byte) 0xFF);
        }
        return silence;
    }
}
