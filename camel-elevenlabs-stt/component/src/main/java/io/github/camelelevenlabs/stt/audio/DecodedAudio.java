package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;

/** An input pulled through a decoder. Blocks when its input does; used by one thread at a time. */
final class DecodedAudio {

    private final Input input;
    private final Decoder decoder;
    private final BlockCutter samples = new BlockCutter();
    private boolean ended;

    DecodedAudio(Input input, Decoder decoder) {
        this.input = input;
        this.decoder = decoder;
    }

    /** Reads until the format is known. */
    PcmFormat format() throws IOException {
        while (decoder.format().isEmpty() && !ended) {
            pull();
        }
        return decoder.format().orElseThrow(NoSuchElementException::new);
    }

    /** Whether {@link #next()} has its block already and will not block. */
    boolean hasNext() {
        return !samples.isEmpty() || ended;
    }

    /** Reads until there are samples. The format must be known. */
    AudioSource.Block next() throws IOException {
        while (!hasNext()) {
            pull();
        }
        return samples.isEmpty() ? AudioSource.Block.END : AudioSource.Block.of(samples.take(format()));
    }

    private void pull() throws IOException {
        ByteBuffer piece = input.next();
        ended = piece == null;
        samples.put(ended ? decoder.end() : decoder.decode(piece));
    }
}
