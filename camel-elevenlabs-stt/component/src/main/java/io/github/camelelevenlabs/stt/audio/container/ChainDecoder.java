package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Container;
import io.github.camelelevenlabs.stt.audio.detect.Excerpt;
import io.github.camelelevenlabs.stt.audio.detect.FileStart;
import io.github.camelelevenlabs.stt.audio.detect.Magic;
import io.github.camelelevenlabs.stt.audio.detect.Tag;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.AudioNotice;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Decodes several concatenated files (WAV, AIFF, AU) to the format of the first one. Bytes between or behind them
 * that belong to no such file are left out, with one notice.
 */
public final class ChainDecoder implements Decoder {

    private final String subject;
    private final DecoderSettings settings;

    private Decoder current;
    private final Decoder first;
    /** Bytes behind one file that are not yet known to start another one. */
    private ByteBuffer between = ByteBuffer.allocate(0);

    private boolean reported;

    /** @param subject the name of the recording in messages */
    public ChainDecoder(Decoder first, String subject, DecoderSettings settings) {
        this.first = first;
        this.current = first;
        this.subject = subject;
        this.settings = settings;
    }

    @Override
    public ByteBuffer decode(ByteBuffer in) throws AudioException {
        if (current != null && current.following().isEmpty()) {
            ByteBuffer decoded = current.decode(in);
            return current.following().isEmpty() ? decoded : Joined.of(decoded, leave());
        }
        between = Joined.of(between, in);
        in.position(in.limit());
        return next();
    }

    /** Ends the current file. */
    private ByteBuffer leave() throws AudioException {
        between = current.following().orElseThrow();
        ByteBuffer last = current.end();
        current = null;
        return Joined.of(last, next());
    }

    /** Starts the next file once its beginning has arrived. */
    private ByteBuffer next() throws AudioException {
        int at = 0;
        int other = -1;
        while (at + FileStart.BYTES <= between.remaining()) {
            Optional<Container> found = FileStart.at(between, at);
            if (found.isPresent()) {
                if (other >= 0) {
                    report(other);
                }
                return begin(found.get(), at);
            }
            other = other < 0 && Magic.byteAt(between, at) != 0 ? at : other;
            at++;
        }
        if (other >= 0) {
            report(other);
        }
        between = between.slice(between.position() + at, between.remaining() - at);
        return ByteBuffer.allocate(0);
    }

    private ByteBuffer begin(Container container, int at) throws AudioException {
        ByteBuffer rest = between.slice(between.position() + at, between.remaining() - at);
        between = ByteBuffer.allocate(0);
        current = OwnDecoder.of(container, settings.in(first.format().orElseThrow()))
                .orElseThrow(() -> new IllegalStateException(container + " is decoded elsewhere"));
        ByteBuffer decoded = current.decode(rest);
        checkChannels(container);
        return current.following().isEmpty() ? decoded : Joined.of(decoded, leave());
    }

    private void checkChannels(Container container) throws AudioException {
        if (current.format().isPresent() && current.channels() != first.channels()) {
            throw new AudioException(subject + " goes on with a " + container + " of " + current.channels()
                    + " channels behind " + first.channels() + ", which cannot be split; use channels=mix");
        }
    }

    private void report(int at) {
        ByteBuffer rest = between.slice(between.position() + at, between.remaining() - at);
        if (reported || isTrailingTag(rest)) {
            return;
        }
        reported = true;
        String found = Container.of(rest, Optional.empty())
                .map(container -> "as " + container + " does")
                .orElse("with '" + Excerpt.of(rest) + "'");
        settings.report(
                AudioNotice.Kind.NOT_DECODED,
                "not all of " + subject
                        + " is heard: behind its audio something follows that is no part of it; it begins " + found);
    }

    private static boolean isTrailingTag(ByteBuffer rest) {
        return Magic.isAtStart(rest, "TAG") && rest.remaining() <= Tag.ID3_V1_BYTES
                || Magic.isAtStart(rest, "APETAGEX")
                || Magic.isAtStart(rest, "LYRICSBEGIN");
    }

    @Override
    public ByteBuffer flush() {
        return current == null ? ByteBuffer.allocate(0) : current.flush();
    }

    @Override
    public ByteBuffer end() throws AudioException {
        if (current == null) {
            return ByteBuffer.allocate(0);
        }
        if (current != first && current.format().isEmpty()) {
            settings.report(
                    AudioNotice.Kind.NOT_DECODED,
                    "not all of " + subject + " is heard: the file that follows its audio ends in its header");
            return ByteBuffer.allocate(0);
        }
        return current.end();
    }

    /** Whether all audio that the header of the last file promised has arrived. */
    public boolean isComplete() {
        return current == null || current instanceof ChunkDecoder chunks && chunks.isComplete();
    }

    @Override
    public Optional<PcmFormat> format() {
        return first.format();
    }

    @Override
    public int channels() {
        return first.channels();
    }
}
