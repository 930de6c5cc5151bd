package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import java.util.concurrent.CompletionStage;

/**
 * A source with a callback at its end.
 *
 * @param onEnd called once, when all of the audio was read, on the thread that completes the read; must not block
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
