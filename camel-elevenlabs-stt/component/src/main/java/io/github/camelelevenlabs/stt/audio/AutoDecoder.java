package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.container.ChainDecoder;
import io.github.camelelevenlabs.stt.audio.container.OwnDecoder;
import io.github.camelelevenlabs.stt.audio.detect.ByteOrderProbe;
import io.github.camelelevenlabs.stt.audio.detect.Container;
import io.github.camelelevenlabs.stt.audio.detect.DeclaredFormat;
import io.github.camelelevenlabs.stt.audio.detect.Excerpt;
import io.github.camelelevenlabs.stt.audio.detect.NonAudio;
import io.github.camelelevenlabs.stt.audio.detect.PlainText;
import io.github.camelelevenlabs.stt.audio.detect.SoundCheck;
import io.github.camelelevenlabs.stt.audio.detect.SoundWatch;
import io.github.camelelevenlabs.stt.audio.detect.TagSkip;
import io.github.camelelevenlabs.stt.audio.ffmpeg.FfmpegException;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderMissingException;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.audio.pcm.RawDecoder;
import io.github.camelelevenlabs.stt.audio.pcm.SampleLayout;
import io.github.camelelevenlabs.stt.audio.pcm.UnknownEncodingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Detects the format of a recording and chooses a decoder in Java, if there is one.
 *
 * <p>A configured format means raw audio: the bytes are not inspected. Otherwise the first bytes after any tags
 * decide; if they match no file format, the content type decides, then the file name. Without either, the audio is
 * 16-bit PCM at 16 kHz. Audio that contradicts its declared format, and files that are known not to be audio, are
 * refused, because transcribing noise costs money.
 */
final class AutoDecoder implements Decoder {

    /** The limit for bytes in front of the samples. Only pictures need more. */
    private static final int MAX_KEPT = 1024 * 1024;

    /**
     * A recording that ffmpeg has to decode.
     *
     * @param subject its name, for messages
     * @param found its format, for messages
     * @param head all bytes received so far
     */
    record UnsupportedFormat(Container container, String subject, String found, ByteBuffer head) {
        /** The failure of ffmpeg in words for a user who does not know about ffmpeg. */
        IOException failure(IOException failure) {
            if (failure instanceof FfmpegException known && known.plain().isPresent()) {
                return new AudioException(subject + " " + known.plain().get(), failure.getCause());
            }
            String message = found + ", which is decoded by ffmpeg: " + failure.getMessage();
            if (failure instanceof AudioException) {
                return new AudioException(message, failure.getCause());
            }
            return failure instanceof DecoderMissingException
                    ? new DecoderMissingException(message, failure.getCause())
                    : failure;
        }
    }

    private final AudioHint hint;
    private final DeclaredFormat declared;
    private final DecoderSettings settings;
    private ByteBuffer head = ByteBuffer.allocate(0);
    /**
     * The buffer behind {@link #head} when several pieces arrived. It has spare room, because pieces may be single
     * bytes.
     */
    private ByteBuffer kept = ByteBuffer.allocate(0);
    /** The head is inspected again when it has this many bytes. */
    private int nextLook = Container.BYTES_TO_RECOGNISE;

    private final TagSkip tags = new TagSkip();
    private Container container;
    private Decoder chosen;
    private UnsupportedFormat unsupported;

    AutoDecoder(AudioHint hint, DecoderSettings settings) {
        this.hint = hint;
        this.declared = DeclaredFormat.of(hint.contentType(), hint.fileName());
        this.settings = settings;
    }

    /** The format, if only ffmpeg decodes it. After that this decoder must not be used any more. */
    Optional<UnsupportedFormat> unsupported() {
        return Optional.ofNullable(unsupported);
    }

    @Override
    public ByteBuffer decode(ByteBuffer in) throws AudioException {
        if (format().isPresent()) {
            return chosen.decode(in);
        }
        if (chosen != null) {
            keep(in);
            return attempt(in);
        }
        keep(in);
        in.position(in.limit());
        if (hint.format().isEmpty()) {
            skipTags();
        }
        return isEnough() ? decodeHead() : ByteBuffer.allocate(0);
    }

    private void skipTags() {
        ByteBuffer behind = tags.skip(head);
        if (behind.remaining() < head.remaining()) {
            kept = ByteBuffer.allocate(0);
            nextLook = Container.BYTES_TO_RECOGNISE;
        }
        head = behind;
    }

    /**
     * Whether the head is long enough to decide. A growing head is inspected again each time it has grown by a
     * quarter, so that small pieces do not cost an inspection each.
     */
    private boolean isEnough() {
        if (hint.format().isPresent()) {
            return head.hasRemaining();
        }
        if (head.remaining() < nextLook) {
            return false;
        }
        nextLook = head.remaining() + head.remaining() / 4;
        boolean known = Container.isEnough(head, expected()) && !tags.isWithin(head);
        // In this case only bytes that look like sound are accepted, which needs more of them.
        boolean lookedAt = !(declared instanceof DeclaredFormat.Unknown) && !hint.isCompressed()
                || head.remaining() >= SoundCheck.MAX_BYTES;
        return known && (lookedAt || Container.of(head, expected()).isPresent());
    }

    @Override
    public ByteBuffer decideNow() throws AudioException {
        boolean open = chosen == null && unsupported == null && head.hasRemaining();
        ByteBuffer decoded = open ? decodeHead() : ByteBuffer.allocate(0);
        return chosen == null ? decoded : Joined.of(decoded, chosen.decideNow());
    }

    @Override
    public ByteBuffer flush() {
        return chosen == null ? ByteBuffer.allocate(0) : chosen.flush();
    }

    @Override
    public ByteBuffer end() throws AudioException {
        if (chosen != null) {
            return chosen.end();
        }
        if (!head.hasRemaining()) {
            throw new AudioException("no audio: " + hint.subject()
                    + (tags.isTagged() ? " is a tag (ID3 or APE), as MP3 has, with nothing behind it" : " is empty"));
        }
        ByteBuffer decoded = decodeHead();
        return unsupported == null ? Joined.of(decoded, chosen.end()) : decoded;
    }

    @Override
    public Optional<PcmFormat> format() {
        return chosen == null ? Optional.empty() : chosen.format();
    }

    @Override
    public int channels() {
        return chosen.channels();
    }

    private ByteBuffer decodeHead() throws AudioException {
        chosen = hint.format().isPresent()
                ? new RawDecoder(hint.format().get())
                : recognise().orElse(null);
        return chosen == null ? ByteBuffer.allocate(0) : attempt(head.duplicate());
    }

    /** Decodes with the chosen decoder until it finds an encoding that it does not know. */
    private ByteBuffer attempt(ByteBuffer in) throws AudioException {
        try {
            ByteBuffer decoded = chosen.decode(in);
            if (format().isPresent()) {
                head = ByteBuffer.allocate(0);
            }
            return decoded;
        } catch (UnknownEncodingException e) {
            if (head.remaining() >= MAX_KEPT) {
                throw AudioException.refused(e.getMessage() + " behind a megabyte of other things is not accepted");
            }
            in.position(in.limit());
            chosen = null;
            leaveTo(container, e.getMessage());
            return ByteBuffer.allocate(0);
        }
    }

    /** The decoder for the detected format; empty when ffmpeg has to decode it. */
    private Optional<Decoder> recognise() throws AudioException {
        Optional<String> other = NonAudio.nameOf(head);
        if (other.isPresent()) {
            throw AudioException.refused(hint.subjectAndType() + " is " + other.get());
        }
        Optional<Container> found = Container.of(head, expected());
        boolean mistaken = declared instanceof DeclaredFormat.Raw && !tags.isTagged() && Container.isMistakable(head);
        if (found.isPresent() && !mistaken) {
            container = found.get();
            Optional<Decoder> ours = OwnDecoder.of(container, settings);
            if (ours.isEmpty()) {
                leaveTo(container, hint.subject() + " is " + container);
            }
            return ours.map(first -> new ChainDecoder(first, hint.subject(), settings));
        }
        return Optional.of(samples());
    }

    /** The decoder for bytes that match no known file format. */
    private Decoder samples() throws AudioException {
        Optional<String> text = PlainText.nameOf(head);
        if (declared instanceof DeclaredFormat.Contained contained) {
            throw AudioException.refused(
                    hint.subjectAndType() + " is not " + contained.format() + ": it begins with '" + Excerpt.of(head)
                            + "'" + text.map(what -> ", which is " + what).orElse(""));
        } else if (text.isPresent()) {
            throw AudioException.refused(hint.subjectAndType() + " is " + text.get());
        } else if (hint.isCompressed() && !SoundCheck.looksLikeSound(head)) {
            throw AudioException.refused(hint.subjectAndType() + " is compressed (Content-Encoding: "
                    + hint.contentEncoding() + ") and has to be unpacked before");
        } else if (declared instanceof DeclaredFormat.Raw raw) {
            return raw(raw);
        } else if (declared instanceof DeclaredFormat.Refused refused) {
            throw AudioException.refused(hint.subjectAndType() + " is " + refused.why());
        } else if (tags.isTagged()) {
            throw AudioException.refused(
                    hint.subjectAndType() + " has a tag (ID3 or APE), as MP3 has, and behind it nothing that is"
                            + " known: it goes on with '" + Excerpt.of(head) + "'");
        } else if (declared instanceof DeclaredFormat.Unknown && !SoundCheck.looksLikeSound(head)) {
            throw AudioException.refused(
                    hint.subjectAndType() + " is no format that is known, and does not look like 16-bit PCM:"
                            + " it begins with '" + Excerpt.of(head) + "'");
        }
        return new SoundWatch(new RawDecoder(PcmFormat.PCM_16000), hint.subject(), settings);
    }

    private Decoder raw(DeclaredFormat.Raw raw) throws AudioException {
        SampleLayout layout = raw.layout();
        String what = hint.subjectAndType();
        Decoder decoder = raw.orderOpen() ? new ByteOrderProbe(layout, what, settings) : layout.decoder(what, settings);
        return layout.encoding().bytes() == 1 ? decoder : new SoundWatch(decoder, what, settings);
    }

    /** The file format to expect where the first bytes match none. A tag suggests MP3 more than any other format. */
    private Optional<Container> expected() {
        boolean mp3 = tags.isTagged()
                && declared.container().flatMap(Container::frames).isEmpty();
        return mp3 ? Optional.of(Container.MP3) : declared.container();
    }

    private void leaveTo(Container recognised, String found) {
        unsupported = new UnsupportedFormat(recognised, hint.subject(), found, head);
        head = ByteBuffer.allocate(0);
    }

    /** Keeps bytes that another decoder may have to read again. */
    private void keep(ByteBuffer in) {
        if (head.remaining() < MAX_KEPT) {
            head = head.hasRemaining() ? appended(in.duplicate()) : in.slice();
        }
    }

    private ByteBuffer appended(ByteBuffer in) {
        int length = head.remaining() + in.remaining();
        if (kept.capacity() < length) {
            kept = ByteBuffer.allocate(2 * length).put(head.duplicate());
        }
        return kept.put(in).duplicate().flip();
    }
}
