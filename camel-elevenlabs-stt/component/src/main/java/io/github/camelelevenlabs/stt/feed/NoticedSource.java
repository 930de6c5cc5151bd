package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import java.util.concurrent.CompletionStage;

/**
 * A source that tells when all of it was read.
 *
 * @param onEnd called once, on whichever thread the end is read
 */
record NoticedSource(AudioSource source, Runnable onEnd) implements AudioSource {

    @Override
    public CompletionStage<Opened> open() {
        return source.open();
    }

    @Override
    public CompletionStage<Block> read() {
        return source.read().thenApply(block -> {
            if (block == Block.END) {
                onEnd.run();
            }
            return block;
        });
    }

    @Override
    public void close() {
        source.close();
    }
}
