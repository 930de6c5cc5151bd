package io.github.camelelevenlabs.stt.audio.pcm;

import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The layout of uncompressed audio: frame after frame, each with one sample of every channel.
 *
 * @param order the byte order of a sample
 * @param sampleRate frames per second, as declared
 */
public record SampleLayout(
        SampleEncoding encoding, ByteOrder order, int channels, long sampleRate, SpeakerLayout speakers) {

    /** Rates outside these limits are mistakes, or meant to cause work. */
    private static final int MIN_SAMPLE_RATE = 1_000;

    private static final int MAX_SAMPLE_RATE = 384_000;

    /** Each channel needs a session. */
    private static final int MAX_TO_SPLIT = 8;

    /** A layout without known speaker positions. */
    public SampleLayout(SampleEncoding encoding, ByteOrder order, int channels, long sampleRate) {
        this(encoding, order, channels, sampleRate, SpeakerLayout.UNKNOWN);
    }

    /** The layout of a format of the service. */
    public static SampleLayout of(PcmFormat format) {
        SampleEncoding encoding =
                format == PcmFormat.ULAW_8000 ? SampleEncoding.MU_LAW : SampleEncoding.signed(format.bytesPerSample());
        return new SampleLayout(encoding, ByteOrder.LITTLE_ENDIAN, 1, format.sampleRate());
    }

    public int bytesPerFrame() {
        return encoding.bytes() * channels;
    }

    /**
     * The decoder for this layout.
     *
     * @param what the name of the audio in messages, such as {@code WAV}
     * @throws AudioException if no decoder accepts the layout
     */
    public Decoder decoder(String what, DecoderSettings settings) throws AudioException {
        if (channels < 1 || sampleRate < MIN_SAMPLE_RATE || sampleRate > MAX_SAMPLE_RATE) {
            throw AudioException.refused(what + " with " + this + " is not accepted");
        }
        if (settings.channels() == ChannelMode.SPLIT && channels > MAX_TO_SPLIT) {
            throw new AudioException(what + " with " + this + " has too many channels to split: each becomes a session,"
                    + " and " + MAX_TO_SPLIT + " are allowed; use channels=mix");
        }
        Optional<PcmFormat> untouched = unchanged();
        boolean fits = untouched.isPresent()
                && settings.format().filter(format -> format != untouched.get()).isEmpty();
        return fits ? new RawDecoder(untouched.get()) : new FrameDecoder(this, settings);
    }

    /** The output format: the format of the service with the same rate, or else one that keeps all of speech. */
    PcmFormat decoded() {
        PcmFormat other = sampleRate < PcmFormat.PCM_8000.sampleRate() ? PcmFormat.PCM_8000 : PcmFormat.PCM_16000;
        return PcmFormat.linear(Math.toIntExact(sampleRate)).orElse(other);
    }

    private Optional<PcmFormat> unchanged() {
        if (channels == 1 && encoding == SampleEncoding.SIGNED_16 && order == ByteOrder.LITTLE_ENDIAN) {
            return PcmFormat.linear(Math.toIntExact(sampleRate));
        }
        boolean telephone = channels == 1 && encoding == SampleEncoding.MU_LAW && sampleRate == 8_000;
        return telephone ? Optional.of(PcmFormat.ULAW_8000) : Optional.empty();
    }

    /** Such as {@code 2 channels of 24-bit PCM at 96000 Hz}. */
    @Override
    public String toString() {
        return channels + (channels == 1 ? " channel of " : " channels of ") + encoding + " at " + sampleRate + " Hz";
    }
}
