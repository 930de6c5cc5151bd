package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.ffmpeg.FfmpegException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Finds out what a recording is and hands it to the decoder for that, if it is one of ours.
 *
 * <p>A format that was set is raw audio without a look at the bytes. Otherwise the first bytes behind any tags decide;
 * where they are no file format's, the content type does, then the file name; where there are neither, it is 16-bit PCM
 * at 16 kHz. What is promised and not kept, and what is known to be no audio, is refused: transcribing noise costs money.
 */
final class AutoDecoder implements Decoder {

    /** More than stands before the samples in any file that we decode, unless pictures do. */
    private static final int MAX_KEPT = 1024 * 1024;

    /**
     * A recording that is for ffmpeg.
     *
     * @param subject its name, for messages
     * @param found   what it is, for messages
     * @param head    all of its bytes so far
     */
    record UnsupportedFormat(Container container, String subject, String found, ByteBuffer head) {
        /** Why ffmpeg did not decode it, for somebody who does not know that there is one. */
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
    /** Behind the head once it has come in several pieces; with room for more, since they may be single bytes. */
    private ByteBuffer kept = ByteBuffer.allocate(0);
    /** So many bytes the head must have to be looked at again. */
    private int nextLook = Container.BYTES_TO_RECOGNISE;

    private final TagSkip tags = new TagSkip();
    private Container container;
    private Decoder chosen;
    private UnsupportedFormat unsupported;

    AutoDecoder(AudioHint hint, DecoderSettings settings) {
        this.hint = hint;
        this.declared = DeclaredFormat.of(hint);
        this.settings = settings;
    }

    /** What it turned out to be, when nothing of ours decodes it; afterwards nothing more is to be decoded here. */
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

    /** Looks at a head that grows as often as it has grown by a quarter, or small pieces would cost a look each. */
    private boolean isEnough() {
        if (hint.format().isPresent()) {
            return head.hasRemaining();
        }
        if (head.remaining() < nextLook) {
            return false;
        }
        nextLook = head.remaining() + head.remaining() / 4;
        boolean known = Container.isEnough(head, expected()) && !tags.isWithin(head);
        // Only what looks like sound is taken then, and that has to be seen first.
        boolean lookedAt = !(declared instanceof DeclaredFormat.Unknown) && !hint.isCompressed()
                || head.remaining() >= SoundCheck.MAX_BYTES;
        return known && (lookedAt || Container.of(head, expected()).isPresent());
    }

    /** Decides by what there is, although more may come: what came is wanted now. */
    ByteBuffer decideNow() throws AudioException {
        return chosen == null && unsupported == null && head.hasRemaining() ? decodeHead() : ByteBuffer.allocate(0);
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

    /** Decodes with what was chosen, as long as that knows what lies in there. */
    private ByteBuffer attempt(ByteBuffer in) throws AudioException {
        try {
            ByteBuffer decoded = chosen.decode(in);
            if (format().isPresent()) {
                head = ByteBuffer.allocate(0);
            }
            return decoded;
        } catch (UnknownEncodingException e) {
            if (head.remaining() >= MAX_KEPT) {
                throw Accepted.refuse(e.getMessage() + " behind a megabyte of other things is not accepted");
            }
            in.position(in.limit());
            chosen = null;
            leaveTo(container, e.getMessage());
            return ByteBuffer.allocate(0);
        }
    }

    /** The decoder for what it is; empty when ffmpeg is. */
    private Optional<Decoder> recognise() throws AudioException {
        Optional<String> other = NonAudio.nameOf(head);
        if (other.isPresent()) {
            throw Accepted.refuse(hint.subjectAndType() + " is " + other.get());
        }
        Optional<Container> found = Container.of(head, expected());
        boolean mistaken = declared instanceof DeclaredFormat.Raw && !tags.isTagged() && Container.isMistakable(head);
        if (found.isPresent() && !mistaken) {
            container = found.get();
            Optional<Decoder> ours = container.decoder(settings);
            if (ours.isEmpty()) {
                leaveTo(container, hint.subject() + " is " + container);
            }
            return ours.map(first -> new ChainDecoder(first, hint.subject(), settings));
        }
        return Optional.of(samples());
    }

    /** The decoder of bytes that are no file format that is known. */
    private Decoder samples() throws AudioException {
        Optional<String> text = PlainText.nameOf(head);
        if (declared instanceof DeclaredFormat.Contained contained) {
            throw Accepted.refuse(
                    hint.subjectAndType() + " is not " + contained.format() + ": it begins with '" + Excerpt.of(head)
                            + "'" + text.map(what -> ", which is " + what).orElse(""));
        } else if (text.isPresent()) {
            throw Accepted.refuse(hint.subjectAndType() + " is " + text.get());
        } else if (hint.isCompressed() && !SoundCheck.looksLikeSound(head)) {
            throw Accepted.refuse(hint.subjectAndType() + " is compressed (Content-Encoding: " + hint.contentEncoding()
                    + ") and has to be unpacked before");
        } else if (declared instanceof DeclaredFormat.Raw raw) {
            return raw(raw);
        } else if (declared instanceof DeclaredFormat.Refused refused) {
            throw Accepted.refuse(hint.subjectAndType() + " is " + refused.why());
        } else if (tags.isTagged()) {
            throw Accepted.refuse(
                    hint.subjectAndType() + " has a tag (ID3 or APE), as MP3 has, and behind it nothing that is"
                            + " known: it goes on with '" + Excerpt.of(head) + "'");
        } else if (declared instanceof DeclaredFormat.Unknown && !SoundCheck.looksLikeSound(head)) {
            throw Accepted.refuse(
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

    /** The file format to look for where the first bytes show none; a tag is MP3's before it is another one's. */
    private Optional<Container> expected() {
        boolean mp3 = tags.isTagged()
                && declared.container().filter(Container::isFrames).isEmpty();
        return mp3 ? Optional.of(Container.MP3) : declared.container();
    }

    private void leaveTo(Container recognised, String found) {
        unsupported = new UnsupportedFormat(recognised, hint.subject(), found, head);
        head = ByteBuffer.allocate(0);
    }

    /** Keeps what may have to be read again, by another decoder. */
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
