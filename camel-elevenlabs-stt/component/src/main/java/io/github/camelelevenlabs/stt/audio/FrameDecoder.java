package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Makes 16-bit PCM of uncompressed samples of any kind: mixes or keeps the channels, and converts the rate if the
 * service does not take it.
 */
final class FrameDecoder implements Decoder {

    private final SampleLayout layout;
    private final PcmFormat format;
    private final boolean mixed;
    private final FrameCutter cutter;
    /** One for each channel that comes out; none when the rate stays. */
    private final Resampler[] resamplers;

    FrameDecoder(SampleLayout layout, ChannelMode mode) {
        this.layout = layout;
        this.format = layout.decoded();
        this.mixed = mode == ChannelMode.MIX;
        this.cutter = new FrameCutter(layout.bytesPerFrame());
        this.resamplers = new Resampler[format.sampleRate() == layout.sampleRate() ? 0 : channels()];
        for (int channel = 0; channel < resamplers.length; channel++) {
            resamplers[channel] = channel == 0
                    ? new Resampler(Math.toIntExact(layout.sampleRate()), format.sampleRate())
                    : resamplers[0].another();
        }
    }

    @Override
    public ByteBuffer decode(ByteBuffer in) {
        float[][] samples = samples(cutter.whole(in).order(layout.order()));
        for (int channel = 0; channel < resamplers.length; channel++) {
            samples[channel] = resamplers[channel].resample(samples[channel]);
        }
        return interleaved(samples);
    }

    @Override
    public ByteBuffer end() {
        float[][] samples = new float[channels()][0];
        for (int channel = 0; channel < resamplers.length; channel++) {
            samples[channel] = resamplers[channel].end();
        }
        return interleaved(samples);
    }

    @Override
    public Optional<PcmFormat> format() {
        return Optional.of(format);
    }

    @Override
    public int channels() {
        return mixed ? 1 : layout.channels();
    }

    /** Channel by channel. */
    private float[][] samples(ByteBuffer frames) {
        int count = frames.remaining() / layout.bytesPerFrame();
        float[][] samples = new float[channels()][count];
        for (int frame = 0; frame < count; frame++) {
            if (mixed) {
                samples[0][frame] = mean(frames);
            } else {
                for (float[] channel : samples) {
                    channel[frame] = layout.encoding().read(frames);
                }
            }
        }
        return samples;
    }

    private float mean(ByteBuffer frames) {
        float sum = 0;
        for (int channel = 0; channel < layout.channels(); channel++) {
            sum += layout.encoding().read(frames);
        }
        return sum / layout.channels();
    }

    private static ByteBuffer interleaved(float[][] samples) {
        ByteBuffer out = ByteBuffer.allocate(samples.length * samples[0].length * Short.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int frame = 0; frame < samples[0].length; frame++) {
            for (float[] channel : samples) {
                int rounded = Math.round(channel[frame]);
                out.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, rounded)));
            }
        }
        return out.flip();
    }
}
