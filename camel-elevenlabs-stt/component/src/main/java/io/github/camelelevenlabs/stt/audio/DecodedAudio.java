package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An input pulled through a decoder. Blocks when its input does; used by one thread at a time, but for closing. */
final class DecodedAudio {

    private final AutoDecoder recognition;
    private final Decoding decoding;
    private final BlockCutter samples = new BlockCutter();
    private Decoder decoder;
    private boolean ended;

    /** Another one from the moment on that ffmpeg stands between. */
    private volatile Input input;

    private volatile boolean closed;

    DecodedAudio(Input input, AudioHint hint, Decoding decoding) {
        this.input = input;
        this.decoding = decoding;
        this.recognition = new AutoDecoder(hint, decoding.settings());
        this.decoder = recognition;
    }

    /** Whether the format is known, so that {@link #format()} may be asked. */
    boolean hasFormat() {
        return decoder.format().isPresent() || ended;
    }

    PcmFormat format() {
        return decoder.format().orElseThrow();
    }

    int channels() {
        return decoder.channels();
    }

    /** Whether {@link #next()} may be asked. */
    boolean hasNext() {
        return !samples.isEmpty() || ended;
    }

    /** The samples that have come, or the end. */
    AudioSource.Block next() {
        return samples.isEmpty() ? AudioSource.Block.END : AudioSource.Block.of(samples.take(format(), channels()));
    }

    /** Whether {@link #advance()} may have to wait. */
    boolean mayBlock() {
        return input.mayBlock();
    }

    /** Whether the recording has to be there as a whole before any of it can be decoded. */
    boolean isCollecting() {
        return input instanceof TranscodedInput transcoded && transcoded.isCollecting();
    }

    /** Reads and decodes one more piece. */
    void advance() throws IOException {
        ByteBuffer piece = input.next();
        ended = piece == null;
        samples.put(ended ? decoder.end() : decoder.decode(piece));
        if (decoder == recognition && recognition.foreign().isPresent()) {
            leaveToFfmpeg(recognition.foreign().get());
        } else if (decoder == recognition && recognition.format().isPresent()) {
            decoding.track().checkOnly();
        }
    }

    private void leaveToFfmpeg(AutoDecoder.Foreign foreign) {
        ended = false;
        decoder = new DecodedWav();
        input = new TranscodedInput(foreign, input, decoding);
        if (closed) {
            input.close();
        }
    }

    /** Releases the input. May be called by any thread. */
    void close() {
        closed = true;
        input.close();
    }
}
