package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.container.ChainDecoder;
import io.github.camelelevenlabs.stt.audio.container.WavDecoder;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Decodes pieces that together form one recording, and unwraps pieces that are complete WAVs.
 *
 * <p>The first bytes decide the format of the recording. A later piece with its own WAV header is unwrapped for the
 * length that the header states; the pieces after it continue the recording. Used by one thread at a time.
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

    /** The format, if only ffmpeg decodes it. Then this decoder must not be used any more. */
    Optional<AutoDecoder.UnsupportedFormat> unsupported() {
        return recording.unsupported();
    }

    void startPiece() {
        atStartOfPiece = true;
    }

    /**
     * Decodes the next bytes of the piece.
     *
     * @throws AudioException before the format is known, if the recording cannot be decoded; after that, if only this
     *     piece cannot be decoded
     */
    ByteBuffer decode(ByteBuffer in) throws AudioException {
        boolean wav = atStartOfPiece && recording.format().isPresent() && noteWrapping(in);
        atStartOfPiece = false;
        if (wrapping == null) {
            return recording.decode(in);
        }
        // What the recording holds back comes before the samples of the WAV.
        return wav ? Joined.of(recording.decideNow(), unwrap(in)) : unwrap(in);
    }

    /** Decides the format with the bytes received so far, although more will follow. */
    ByteBuffer decideNow() throws AudioException {
        return recording.decideNow();
    }

    /** The samples held back at the end of the piece. */
    ByteBuffer flush() {
        return wrapping == null ? recording.flush() : wrapping.flush();
    }

    ByteBuffer end() throws AudioException {
        return wrapping == null ? recording.end() : wrapping.end();
    }

    /** The format of the recording, once it is known. */
    Optional<AudioSource.Opened> opened() {
        return recording.format().map(format -> new AudioSource.Opened(format, recording.channels()));
    }

    /** Returns whether the piece is a WAV of its own. */
    private boolean noteWrapping(ByteBuffer in) {
        boolean wav = WavDecoder.isWav(in);
        if (wav) {
            wrapping = new ChainDecoder(new WavDecoder(settings), "a piece", settings);
        } else if (wrapping != null && wrapping.isComplete()) {
            wrapping = null;
        }
        return wav;
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
        return piece.format().equals(recording.format()) && piece.channels() == recording.channels();
    }

    private static String described(Decoder decoder) {
        String format = decoder.format().orElseThrow().wireName();
        return decoder.channels() == 1 ? format : decoder.channels() + " channels of " + format;
    }
}
