package io.github.camelelevenlabs.stt.audio.pcm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Converts uncompressed samples of any encoding to a format of the service: mixes or keeps the channels, and
 * resamples if the rate differs.
 */
final class FrameDecoder implements Decoder {

    private final SampleLayout layout;
    private final PcmFormat format;
    private final FrameCutter cutter;
    /**
     * Mixes the channels; empty when they stay separate, and when there are too many to compare: those are averaged.
     */
    private final Optional<ChannelMixer> mixer;

    private final int channels;
    /** One for each output channel; none when the rate stays the same. */
    private final Resampler[] resamplers;

    FrameDecoder(SampleLayout layout, DecoderSettings settings) {
        this.layout = layout;
        this.format = settings.format().orElse(layout.decoded());
        this.cutter = new FrameCutter(layout.bytesPerFrame());
        this.channels = settings.channels() == ChannelMode.MIX ? 1 : layout.channels();
        this.mixer = channels == layout.channels() || layout.channels() > ChannelMixer.MAX_CHANNELS
                ? Optional.empty()
                : Optional.of(new ChannelMixer(
                        layout.speakers().gains(layout.channels()),
                        Math.toIntExact(layout.sampleRate()),
                        () -> settings.report(
                                AudioNotice.Kind.CHANNELS_CANCEL_OUT,
                                "channels cancel out, as when one is inverted: of those that do, only the loudest is"
                                        + " heard; channels=split hears each")));
        this.resamplers = new Resampler[format.sampleRate() == layout.sampleRate() ? 0 : channels];
        for (int channel = 0; channel < resamplers.length; channel++) {
            resamplers[channel] = channel == 0
                    ? new Resampler(Math.toIntExact(layout.sampleRate()), format.sampleRate())
                    : resamplers[0].another();
        }
    }

    @Override
    public ByteBuffer decode(ByteBuffer in) {
        ByteBuffer frames = cutter.whole(in).order(layout.order());
        if (!frames.hasRemaining()) {
            return frames;
        } else if (mixer.isEmpty() && channels != layout.channels()) {
            return resampled(new float[][] {means(frames)});
        }
        float[][] samples = samples(frames);
        if (mixer.isPresent()) {
            samples = new float[][] {mixer.get().mix(samples)};
        }
        return resampled(samples);
    }

    @Override
    public ByteBuffer flush() {
        return mixer.isPresent() ? resampled(new float[][] {mixer.get().flush()}) : ByteBuffer.allocate(0);
    }

    @Override
    public ByteBuffer end() {
        ByteBuffer held = flush();
        float[][] last = new float[channels][0];
        for (int channel = 0; channel < resamplers.length; channel++) {
            last[channel] = resamplers[channel].end();
        }
        return Joined.of(held, encoded(last));
    }

    private ByteBuffer resampled(float[][] samples) {
        for (int channel = 0; channel < resamplers.length; channel++) {
            samples[channel] = resamplers[channel].resample(samples[channel]);
        }
        return encoded(samples);
    }

    @Override
    public Optional<PcmFormat> format() {
        return Optional.of(format);
    }

    @Override
    public int channels() {
        return channels;
    }

    /** Decodes interleaved samples to one array for each channel. */
    private float[][] samples(ByteBuffer frames) {
        int count = frames.remaining() / layout.bytesPerFrame();
        float[][] samples = new float[layout.channels()][count];
        for (int frame = 0; frame < count; frame++) {
            for (float[] channel : samples) {
                channel[frame] = layout.encoding().read(frames);
            }
        }
        return samples;
    }

    private float[] means(ByteBuffer frames) {
        float[] means = new float[frames.remaining() / layout.bytesPerFrame()];
        for (int frame = 0; frame < means.length; frame++) {
            float sum = 0;
            for (int channel = 0; channel < layout.channels(); channel++) {
                sum += layout.encoding().read(frames);
            }
            means[frame] = sum / layout.channels();
        }
        return means;
    }

    /** Encodes samples in the output format, interleaved. */
    private ByteBuffer encoded(float[][] samples) {
        ByteBuffer out = ByteBuffer.allocate(samples.length * samples[0].length * format.bytesPerSample())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int frame = 0; frame < samples[0].length; frame++) {
            for (float[] channel : samples) {
                int rounded = Math.round(channel[frame]);
                short sample = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, rounded));
                if (format == PcmFormat.ULAW_8000) {
                    out.put(MuLaw.code(sample));
                } else {
                    out.putShort(sample);
                }
            }
        }
        return out.flip();
    }
}
