package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Gives the samples of a recording's part the channels that the whole recording has: one when they are mixed, for which each
 * part is mixed by itself; otherwise as many as the first part had, so that more are left out, and missing ones are like
 * the last.
 */
final class ChannelFit {

    private final Decoder decoder;
    private final int channels;
    private final boolean reported;

    private ChannelFit(Decoder decoder, int channels, boolean reported) {
        this.decoder = decoder;
        this.channels = channels;
        this.reported = reported;
    }

    /**
     * For the first part.
     *
     * @param what the recording is, for messages
     * @param there how many channels the part has
     */
    static ChannelFit first(String what, int there, SpeakerLayout speakers, DecoderSettings settings)
            throws AudioException {
        Decoder decoder = layout(there, speakers).decoder(what, settings);
        return new ChannelFit(decoder, decoder.channels(), false);
    }

    /** For a part that follows this one. The first one that has another number of channels is reported of. */
    ChannelFit next(int there, SpeakerLayout speakers, DecoderSettings settings) {
        boolean other = settings.channels() == ChannelMode.SPLIT && there != channels;
        if (other && !reported) {
            settings.report(
                    AudioNotice.Kind.NOT_DECODED,
                    "a part has " + there + (there == 1 ? " channel" : " channels") + ", and the recording began with "
                            + channels + ", which are split: "
                            + (there < channels
                                    ? "the last one is heard again as those that are missing"
                                    : "the further ones are not heard"));
        }
        return new ChannelFit(new FrameDecoder(layout(there, speakers), settings), channels, reported || other);
    }

    private static SampleLayout layout(int channels, SpeakerLayout speakers) {
        return new SampleLayout(
                SampleEncoding.SIGNED_16,
                ByteOrder.LITTLE_ENDIAN,
                channels,
                PcmFormat.PCM_16000.sampleRate(),
                speakers);
    }

    /** Of the whole recording. */
    int channels() {
        return channels;
    }

    /** Takes the next samples; gives what is ready by now. */
    ByteBuffer fit(ByteBuffer samples) throws AudioException {
        return fitted(decoder.decode(samples));
    }

    /** Gives what is held back. More may follow. */
    ByteBuffer flush() {
        return fitted(decoder.flush());
    }

    private ByteBuffer fitted(ByteBuffer samples) {
        int there = decoder.channels();
        if (there == channels) {
            return samples;
        }
        int count = samples.remaining() / (there * Short.BYTES);
        // Both in one order of bytes, whatever it is: samples are moved, not read.
        ByteBuffer from = samples.slice();
        ByteBuffer fitted = ByteBuffer.allocate(count * channels * Short.BYTES).order(from.order());
        for (int frame = 0; frame < count; frame++) {
            for (int channel = 0; channel < channels; channel++) {
                int sample = frame * there + Math.min(channel, there - 1);
                fitted.putShort(from.getShort(sample * Short.BYTES));
            }
        }
        return fitted.flip();
    }
}
