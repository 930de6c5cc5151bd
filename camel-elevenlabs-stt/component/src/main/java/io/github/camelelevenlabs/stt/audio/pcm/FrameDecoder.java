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
        float[][] samples = new float[layout.channels()][frames.remaining() / layout.bytesPerFrame()];
        for (int channel = 0; channel < samples.length; channel++) {
            read(frames, channel, samples[channel]);
        }
        return samples;
    }

    private float[] means(ByteBuffer frames) {
        float[] means = new float[frames.remaining() / layout.bytesPerFrame()];
        float[] samples = new float[means.length];
        for (int channel = 0; channel < layout.channels(); channel++) {
            read(frames, channel, samples);
            for (int i = 0; i < means.length; i++) {
                means[i] += samples[i];
            }
        }
        for (int i = 0; i < means.length; i++) {
            means[i] /= layout.channels();
        }
        return means;
    }

    private void read(ByteBuffer frames, int channel, float[] samples) {
        SampleEncoding encoding = layout.encoding();
        encoding.read(frames, frames.position() + channel * encoding.bytes(), layout.bytesPerFrame(), samples);
    }

    /** Encodes samples in the output format, interleaved. */
    private ByteBuffer encoded(float[][] samples) {
        int count = samples[0].length;
        ByteBuffer out = ByteBuffer.allocate(samples.length * count * format.bytesPerSample())
                .order(ByteOrder.LITTLE_ENDIAN);
        if (format == PcmFormat.ULAW_8000) {
            for (int channel = 0; channel < samples.length; channel++) {
                write(samples[channel], out.array(), channel, samples.length);
            }
        } else {
            short[] all = new short[samples.length * count];
            for (int channel = 0; channel < samples.length; channel++) {
                write(samples[channel], all, channel, samples.length);
            }
            out.asShortBuffer().put(all);
        }
        return out;
    }

    private static void write(float[] samples, short[] out, int at, int step) {
        for (int i = 0; i < samples.length; i++) {
            out[at + i * step] = rounded(samples[i]);
        }
    }

    private static void write(float[] samples, byte[] out, int at, int step) {
        for (int i = 0; i < samples.length; i++) {
            out[at + i * step] = MuLaw.code(rounded(samples[i]));
        }
    }

    /** The nearest 16-bit sample. Conversion to an integer cuts towards zero, so all that counts is made positive first. */
    private static short rounded(float sample) {
        int rounded = (int) (sample + 65_536.5) - 65_536;
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, rounded));
    }
}
