package io.github.camelelevenlabs.stt.audio.pcm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Adapts the channels of each part of a recording to those of the whole recording. If channels are mixed, each part
 * is mixed by itself to one channel. Otherwise the number of channels is that of the first part: extra channels are
 * left out, and missing ones repeat the last one.
 */
public final class ChannelFit {

    private final Decoder decoder;
    private final int channels;
    private final boolean reported;

    private ChannelFit(Decoder decoder, int channels, boolean reported) {
        this.decoder = decoder;
        this.channels = channels;
        this.reported = reported;
    }

    /**
     * The adapter for the first part.
     *
     * @param what the format, for messages
     * @param partChannels the number of channels of the part
     */
    public static ChannelFit first(String what, int partChannels, SpeakerLayout speakers, DecoderSettings settings)
            throws AudioException {
        Decoder decoder = layout(partChannels, speakers).decoder(what, settings);
        return new ChannelFit(decoder, decoder.channels(), false);
    }

    /** The adapter for the next part. The first part with another number of channels causes a notice. */
    public ChannelFit next(int partChannels, SpeakerLayout speakers, DecoderSettings settings) {
        boolean other = settings.channels() == ChannelMode.SPLIT && partChannels != channels;
        if (other && !reported) {
            settings.report(
                    AudioNotice.Kind.NOT_DECODED,
                    "a part has " + partChannels + (partChannels == 1 ? " channel" : " channels")
                            + ", and the recording began with "
                            + channels + ", which are split: "
                            + (partChannels < channels
                                    ? "the last one is heard again as those that are missing"
                                    : "the further ones are not heard"));
        }
        return new ChannelFit(new FrameDecoder(layout(partChannels, speakers), settings), channels, reported || other);
    }

    private static SampleLayout layout(int channels, SpeakerLayout speakers) {
        return new SampleLayout(
                SampleEncoding.SIGNED_16,
                ByteOrder.LITTLE_ENDIAN,
                channels,
                PcmFormat.PCM_16000.sampleRate(),
                speakers);
    }

    /** The number of channels of the whole recording. */
    public int channels() {
        return channels;
    }

    /** Adapts the next samples. Some may be held back. */
    public ByteBuffer fit(ByteBuffer samples) throws AudioException {
        return fitted(decoder.decode(samples));
    }

    /** Returns the samples held back. More may follow. */
    public ByteBuffer flush() {
        return fitted(decoder.flush());
    }

    private ByteBuffer fitted(ByteBuffer samples) {
        int partChannels = decoder.channels();
        if (partChannels == channels) {
            return samples;
        }
        int count = samples.remaining() / (partChannels * Short.BYTES);
        // Both buffers have one byte order; which one does not matter, because samples are only copied.
        ByteBuffer from = samples.slice();
        ByteBuffer fitted = ByteBuffer.allocate(count * channels * Short.BYTES).order(from.order());
        for (int frame = 0; frame < count; frame++) {
            for (int channel = 0; channel < channels; channel++) {
                int sample = frame * partChannels + Math.min(channel, partChannels - 1);
                fitted.putShort(from.getShort(sample * Short.BYTES));
            }
        }
        return fitted.flip();
    }
}
