package io.github.camelelevenlabs.stt.audio.detect;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.AudioNotice;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Passes on decoded samples and checks the first ones that are not silent. If they do not look like sound, it sends
 * one notice: the audio is in another encoding, or not audio. Does not check mu-law, or more than two channels.
 */
public final class SoundWatch implements Decoder {

    private final Decoder samples;
    private final String subject;
    private final DecoderSettings settings;
    /** Null when the check is done. */
    private ByteBuffer seen = ByteBuffer.allocate(SoundCheck.MAX_BYTES);

    public SoundWatch(Decoder samples, String subject, DecoderSettings settings) {
        this.samples = samples;
        this.subject = subject;
        this.settings = settings;
    }

    @Override
    public ByteBuffer decode(ByteBuffer in) throws AudioException {
        return watched(samples.decode(in));
    }

    @Override
    public ByteBuffer decideNow() throws AudioException {
        return watched(samples.decideNow());
    }

    @Override
    public ByteBuffer flush() {
        return watched(samples.flush());
    }

    @Override
    public ByteBuffer end() throws AudioException {
        ByteBuffer last = watched(samples.end());
        if (seen != null) {
            judge();
        }
        return last;
    }

    private ByteBuffer watched(ByteBuffer decoded) {
        if (seen != null && decoded.hasRemaining()) {
            look(decoded.duplicate());
        }
        return decoded;
    }

    private void look(ByteBuffer in) {
        if (format().filter(PcmFormat.ULAW_8000::equals).isPresent() || channels() > 2) {
            seen = null;
            return;
        }
        // Silence proves nothing, and a call may begin with minutes of it.
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
            settings.report(
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
