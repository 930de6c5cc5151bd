package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.container.ChainDecoder;
import io.github.camelelevenlabs.stt.audio.container.WavDecoder;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Decodes pieces that together are one recording, and unwraps those that are WAVs of their own.
 *
 * <p>The first bytes decide what the recording is. A later piece that begins with a WAV header of its own is unwrapped
 * for as long as that header says; the pieces after it continue what came before. Used by one thread at a time.
 */
final class PieceDecoder {

    private final AutoDecoder recording;
    private final DecoderSettings settings;
    private ChainDecoder wrapping;
    private boolean atStartOfPiece;

    PieceDecoder(AudioHint hint, DecoderSettings settings) {
        this.settings = settings;
        recording = new AutoDecoder(hint, settings);
    }

    /** What the recording turned out to be, when ffmpeg is to have it and nothing more is to be decoded here. */
    Optional<AutoDecoder.UnsupportedFormat> unsupported() {
        return recording.unsupported();
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

    /** Decides what the recording is by what has come of it, although there will be more. */
    ByteBuffer decideNow() throws AudioException {
        return recording.decideNow();
    }

    /** What is still held back of the piece, at its end. */
    ByteBuffer flush() {
        return wrapping == null ? recording.flush() : wrapping.flush();
    }

    ByteBuffer end() throws AudioException {
        return wrapping == null ? recording.end() : wrapping.end();
    }

    Optional<PcmFormat> format() {
        return recording.format();
    }

    int channels() {
        return recording.channels();
    }

    private void noteWrapping(ByteBuffer in) {
        if (WavDecoder.isWav(in)) {
            wrapping = new ChainDecoder(new WavDecoder(settings), "a piece", settings);
        } else if (wrapping != null && wrapping.isComplete()) {
            wrapping = null;
        }
    }

    private ByteBuffer unwrap(ByteBuffer in) throws AudioException {
        try {
            ByteBuffer samples = wrapping.decode(in);
            if (wrapping.format().isPresent() && !fits(wrapping)) {
                throw new AudioException("A piece of " + described(wrapping)
                        + " in a WAV of its own does not fit the session's "
                        + described(recording) + "; all pieces of a session have one format");
            }
            return samples;
        } catch (AudioException e) {
            wrapping = null;
            throw e;
        }
    }

    private boolean fits(Decoder piece) {
        return piece.format().equals(format()) && piece.channels() == channels();
    }

    private static String described(Decoder decoder) {
        String format = decoder.format().orElseThrow().wireName();
        return decoder.channels() == 1 ? format : decoder.channels() + " channels of " + format;
    }
}
