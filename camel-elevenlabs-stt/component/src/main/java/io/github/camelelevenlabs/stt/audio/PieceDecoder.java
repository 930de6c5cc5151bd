package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Decodes pieces that together are one recording, and unwraps those that are WAVs of their own.
 *
 * <p>The first bytes decide what the recording is. A later piece that begins with a WAV header of its own is unwrapped
 * for as long as that header says; the pieces after it continue what came before. Used by one thread at a time.
 */
final class PieceDecoder {

    private final Decoder recording;
    private WavDecoder wrapping;
    private boolean atStartOfPiece;

    PieceDecoder(AudioHint hint) {
        recording = new AutoDecoder(hint);
    }

    /** What follows is the next piece. */
    void startPiece() {
        atStartOfPiece = true;
    }

    /**
     * Takes the next bytes of the piece.
     *
     * @throws AudioException before the format is known, if this recording cannot be decoded; after that, if this piece
     *     cannot, and the next one may be
     */
    ByteBuffer decode(ByteBuffer in) throws AudioException {
        if (atStartOfPiece && format().isPresent()) {
            noteWrapping(in);
        }
        atStartOfPiece = false;
        return wrapping == null ? recording.decode(in) : unwrap(in);
    }

    ByteBuffer end() throws AudioException {
        return wrapping == null ? recording.end() : wrapping.end();
    }

    Optional<PcmFormat> format() {
        return recording.format();
    }

    private void noteWrapping(ByteBuffer in) {
        if (WavDecoder.isWav(in)) {
            wrapping = new WavDecoder();
        } else if (wrapping != null && wrapping.isComplete()) {
            wrapping = null;
        }
    }

    private ByteBuffer unwrap(ByteBuffer in) throws AudioException {
        try {
            ByteBuffer samples = wrapping.decode(in);
            if (wrapping.format().isPresent() && !wrapping.format().equals(format())) {
                throw new AudioException("A piece of " + wrapping.format().get().wireName()
                        + " in a WAV of its own does not fit the session's "
                        + format().get().wireName() + "; all pieces of a session have one format");
            }
            return samples;
        } catch (AudioException e) {
            wrapping = null;
            throw e;
        }
    }
}
