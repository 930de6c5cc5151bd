package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A recording in memory. Every stage is complete when it is returned, and blocks share the recording's memory. */
public final class BytesSource implements AudioSource {

    private final DecodedAudio audio;

    /**
     * @param recording its remaining bytes, which must not change until the source is done; its position stays
     */
    public BytesSource(ByteBuffer recording, AudioHint hint) {
        audio = new DecodedAudio(new BufferInput(recording), new AutoDecoder(hint));
    }

    @Override
    public CompletionStage<PcmFormat> open() {
        try {
            return CompletableFuture.completedFuture(audio.format());
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletionStage<Block> read() {
        try {
            return CompletableFuture.completedFuture(audio.next());
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() {
        // Memory needs no closing.
    }
}
