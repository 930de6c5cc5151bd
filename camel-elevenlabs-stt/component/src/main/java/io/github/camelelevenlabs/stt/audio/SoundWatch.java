package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Passes samples on and looks at the first that are no silence. When they do not look like sound, it says so, once:
 * somebody sends what is no audio, or another kind of samples.
 */
final class SoundWatch implements Decoder {

    private final Decoder samples;
    private final String subject;
    private final DecoderSettings settings;
    private final FrameCutter pairs = new FrameCutter(Short.BYTES);
    /** Null when there is nothing more to look at. */
    private ByteBuffer seen = ByteBuffer.allocate(SoundCheck.MOST_BYTES);

    /** @param samples of 16 bits, the lower byte first */
    SoundWatch(Decoder samples, String subject, DecoderSettings settings) {
        this.samples = samples;
        this.subject = subject;
        this.settings = settings;
    }

    @Override
    public ByteBuffer decode(ByteBuffer in) throws AudioException {
        if (seen != null) {
            look(pairs.whole(in.duplicate()));
        }
        return samples.decode(in);
    }

    @Override
    public ByteBuffer flush() {
        return samples.flush();
    }

    @Override
    public ByteBuffer end() throws AudioException {
        if (seen != null) {
            judge();
        }
        return samples.end();
    }

    private void look(ByteBuffer in) {
        // Silence says nothing, and a call may begin with minutes of it.
        while (seen.position() == 0 && in.hasRemaining() && in.getShort(in.position()) == 0) {
            in.position(in.position() + Short.BYTES);
        }
        seen.put(in.limit(in.position() + Math.min(in.remaining(), seen.remaining())));
        if (!seen.hasRemaining()) {
            judge();
        }
    }

    private void judge() {
        if (!SoundCheck.looksLikeSound(seen.flip())) {
            settings.tell(
                    AudioNotice.Kind.NOT_LIKE_SOUND,
                    subject + " is sent as 16-bit PCM, as nothing says that it is anything else, and does not look like"
                            + " sound: it begins with '" + Excerpt.of(seen.rewind())
                            + "'; name what it is by audioFormat, a content type or a file name");
        }
        seen = null;
    }

    @Override
    public Optional<PcmFormat> format() {
        return samples.format();
    }

    @Override
    public int channels() {
        return samples.channels();
    }
}
