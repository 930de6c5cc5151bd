package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Finds out what a recording is and hands it to the decoder for that.
 *
 * <p>A format that was set is raw audio without a look at the bytes. Otherwise the first bytes decide; where they are
 * no file format's, the content type does, then the file name; where these say nothing, it is 16-bit PCM at 16 kHz.
 * Names and types that claim a file format which the bytes do not show are refused: transcribing noise costs money too.
 */
final class AutoDecoder implements Decoder {

    private final AudioHint hint;
    private ByteBuffer head = ByteBuffer.allocate(0);
    private Decoder chosen;

    AutoDecoder(AudioHint hint) {
        this.hint = hint;
    }

    @Override
    public ByteBuffer decode(ByteBuffer in) throws AudioException {
        if (chosen != null) {
            return chosen.decode(in);
        }
        head = joined(head, in);
        int needed = hint.format().isPresent() ? 1 : Container.BYTES_TO_RECOGNISE;
        return head.remaining() < needed ? ByteBuffer.allocate(0) : decodeHead();
    }

    @Override
    public ByteBuffer end() throws AudioException {
        if (chosen != null) {
            return chosen.end();
        }
        if (!head.hasRemaining()) {
            throw new AudioException("no audio: " + hint.subject() + " is empty");
        }
        return joined(decodeHead(), chosen.end());
    }

    @Override
    public Optional<PcmFormat> format() {
        return chosen == null ? Optional.empty() : chosen.format();
    }

    private ByteBuffer decodeHead() throws AudioException {
        chosen = hint.format().isPresent() ? new RawDecoder(hint.format().get()) : recognise();
        ByteBuffer decoded = chosen.decode(head);
        head = ByteBuffer.allocate(0);
        return decoded;
    }

    private Decoder recognise() throws AudioException {
        Claim claim = Claim.of(hint);
        Optional<Container> found = Container.of(head);
        boolean mistaken = claim instanceof Claim.Raw && Container.isMistakable(head);
        if (found.isPresent() && !mistaken) {
            return found.get()
                    .decoder()
                    .orElseThrow(() -> Accepted.refuse(hint.subject() + " is " + found.get() + ", not accepted yet"));
        }
        if (claim instanceof Claim.Raw raw) {
            return new RawDecoder(raw.format());
        }
        if (claim instanceof Claim.Contained contained) {
            throw Accepted.refuse(hint.subjectAndType() + " is not " + contained.container() + ": it begins with '"
                    + Excerpt.of(head) + "'");
        }
        if (claim instanceof Claim.Refused refused) {
            throw Accepted.refuse(hint.subjectAndType() + " is " + refused.why());
        }
        return new RawDecoder(PcmFormat.PCM_16000);
    }

    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
        ByteBuffer joined = second.slice();
        if (first.hasRemaining()) {
            joined = ByteBuffer.allocate(first.remaining() + second.remaining())
                    .put(first)
                    .put(joined)
                    .flip();
        }
        second.position(second.limit());
        return joined;
    }
}
