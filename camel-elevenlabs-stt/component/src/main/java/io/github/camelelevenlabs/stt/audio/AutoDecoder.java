package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.ffmpeg.FfmpegException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Finds out what a recording is and hands it to the decoder for that, if it is one of ours.
 *
 * <p>A format that was set is raw audio without a look at the bytes. Otherwise the first bytes decide; where they are
 * no file format's, the content type does, then the file name; where these say nothing, it is 16-bit PCM at 16 kHz.
 * Names and types that claim a file format which the bytes do not show are refused: transcribing noise costs money too.
 */
final class AutoDecoder implements Decoder {

    /** More than stands before the samples in any file that we decode, unless pictures do. */
    private static final int MOST_KEPT = 1024 * 1024;

    /**
     * A recording that is for ffmpeg.
     *
     * @param subject its name, for messages
     * @param found   what it is, for messages
     * @param head    all of its bytes so far
     */
    record Foreign(Container container, String subject, String found, ByteBuffer head) {
        /** What ffmpeg said, for somebody who does not know that there is one. */
        AudioException failure(AudioException said) {
            if (said instanceof FfmpegException known && known.plain().isPresent()) {
                return new AudioException(subject + " " + known.plain().get(), said.getCause());
            }
            return new AudioException(found + ", which is decoded by ffmpeg: " + said.getMessage(), said.getCause());
        }
    }

    private final AudioHint hint;
    private final Claim claim;
    private final ChannelMode mode;
    private ByteBuffer head = ByteBuffer.allocate(0);
    private Container container;
    private Decoder chosen;
    private Foreign foreign;

    AutoDecoder(AudioHint hint, ChannelMode mode) {
        this.hint = hint;
        this.claim = Claim.of(hint);
        this.mode = mode;
    }

    /** What it turned out to be, when nothing of ours decodes it; afterwards nothing more is to be decoded here. */
    Optional<Foreign> foreign() {
        return Optional.ofNullable(foreign);
    }

    @Override
    public ByteBuffer decode(ByteBuffer in) throws AudioException {
        if (format().isPresent()) {
            return chosen.decode(in);
        }
        keep(in);
        if (chosen != null) {
            return attempt(in);
        }
        in.position(in.limit());
        boolean enough = hint.format().isPresent() ? head.hasRemaining() : Container.isEnough(head, claim.container());
        return enough ? decodeHead() : ByteBuffer.allocate(0);
    }

    @Override
    public ByteBuffer end() throws AudioException {
        if (chosen != null) {
            return chosen.end();
        }
        if (!head.hasRemaining()) {
            throw new AudioException("no audio: " + hint.subject() + " is empty");
        }
        ByteBuffer decoded = decodeHead();
        return foreign == null ? joined(decoded, chosen.end()) : decoded;
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
            if (head.remaining() >= MOST_KEPT) {
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
        Optional<Container> found = Container.of(head, claim.container());
        boolean mistaken = claim instanceof Claim.Raw && Container.isMistakable(head);
        if (found.isPresent() && !mistaken) {
            container = found.get();
            Optional<Decoder> ours = container.decoder(mode);
            if (ours.isEmpty()) {
                leaveTo(container, hint.subject() + " is " + container);
            }
            return ours;
        }
        if (claim instanceof Claim.Raw raw) {
            return Optional.of(raw.layout().decoder(hint.subjectAndType(), mode));
        }
        if (claim instanceof Claim.Contained contained) {
            throw Accepted.refuse(hint.subjectAndType() + " is not " + contained.format() + ": it begins with '"
                    + Excerpt.of(head) + "'");
        }
        if (claim instanceof Claim.Refused refused) {
            throw Accepted.refuse(hint.subjectAndType() + " is " + refused.why());
        }
        return Optional.of(new RawDecoder(PcmFormat.PCM_16000));
    }

    private void leaveTo(Container recognised, String found) {
        foreign = new Foreign(recognised, hint.subject(), found, head);
        head = ByteBuffer.allocate(0);
    }

    /** Keeps what may have to be read again, by another decoder. */
    private void keep(ByteBuffer in) {
        if (head.remaining() < MOST_KEPT) {
            head = joined(head, in.duplicate());
        }
    }

    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
        if (!first.hasRemaining()) {
            return second.slice();
        }
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first.duplicate())
                .put(second)
                .flip();
    }
}
