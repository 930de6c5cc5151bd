package io.github.camelelevenlabs.stt.audio.detect;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import io.github.camelelevenlabs.stt.audio.pcm.FrameCutter;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.audio.pcm.SampleLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Decodes samples in the usual byte order of their type, unless only the other order looks like sound: about half of
 * the senders of {@code audio/L16} use the byte order of their machine. The first samples that are not silent decide.
 */
public final class ByteOrderProbe implements Decoder {

    /** 32 ms at 16 kHz: a live stream must not wait longer. */
    private static final int FRAMES_TO_DECIDE = 512;

    /** The limit for audio with very many channels. */
    private static final int MAX_BYTES = 64 * 1024;

    private final SampleLayout layout;
    private final String what;
    private final DecoderSettings settings;
    private final FrameCutter cutter;
    private final ByteBuffer seen;
    private Decoder chosen;
    private boolean decided;

    public ByteOrderProbe(SampleLayout layout, String what, DecoderSettings settings) throws AudioException {
        this.layout = layout;
        this.what = what;
        this.settings = settings;
        this.cutter = new FrameCutter(layout.bytesPerFrame());
        int frames = Math.max(1, Math.min(FRAMES_TO_DECIDE, MAX_BYTES / layout.bytesPerFrame()));
        this.seen = ByteBuffer.allocate(frames * layout.bytesPerFrame());
        this.chosen = layout.decoder(what, settings);
    }

    @Override
    public ByteBuffer decode(ByteBuffer in) throws AudioException {
        ByteBuffer frames = cutter.whole(in);
        if (decided) {
            return chosen.decode(frames);
        }
        ByteBuffer silence = seen.position() > 0 ? ByteBuffer.allocate(0) : silenceOf(frames);
        ByteBuffer decoded = chosen.decode(silence);
        int length = Math.min(seen.remaining(), frames.remaining());
        seen.put(frames.slice(frames.position(), length));
        frames.position(frames.position() + length);
        return seen.hasRemaining() ? decoded : Joined.of(decoded, Joined.of(decide(), chosen.decode(frames)));
    }

    /** Returns the leading silence, which is the same in both orders. */
    private ByteBuffer silenceOf(ByteBuffer frames) {
        int start = frames.position();
        int frame = layout.bytesPerFrame();
        while (frames.hasRemaining() && isZero(frames, frame)) {
            frames.position(frames.position() + frame);
        }
        return frames.slice(start, frames.position() - start);
    }

    private static boolean isZero(ByteBuffer frames, int length) {
        for (int i = 0; i < length; i++) {
            if (frames.get(frames.position() + i) != 0) {
                return false;
            }
        }
        return true;
    }

    private ByteBuffer decide() throws AudioException {
        decided = true;
        ByteOrder other = layout.order() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        seen.flip();
        if (!SoundCheck.isOnlySecondSound(firstChannel(layout.order()), firstChannel(other))) {
            return chosen.decode(seen);
        }
        ByteBuffer silence = chosen.end();
        chosen = new SampleLayout(layout.encoding(), other, layout.channels(), layout.sampleRate())
                .decoder(what, settings);
        return Joined.of(silence, chosen.decode(seen));
    }

    private ByteBuffer firstChannel(ByteOrder order) {
        float[] first = new float[seen.remaining() / layout.bytesPerFrame()];
        layout.encoding().read(seen.duplicate().order(order), seen.position(), layout.bytesPerFrame(), first);
        ByteBuffer samples = ByteBuffer.allocate(first.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : first) {
            samples.putShort((short) sample);
        }
        return samples.flip();
    }

    @Override
    public ByteBuffer flush() {
        return chosen.flush();
    }

    @Override
    public ByteBuffer decideNow() throws AudioException {
        return decided || seen.position() == 0 ? ByteBuffer.allocate(0) : decide();
    }

    @Override
    public ByteBuffer end() throws AudioException {
        return Joined.of(decideNow(), chosen.end());
    }

    @Override
    public Optional<PcmFormat> format() {
        return chosen.format();
    }

    @Override
    public int channels() {
        return chosen.channels();
    }
}
