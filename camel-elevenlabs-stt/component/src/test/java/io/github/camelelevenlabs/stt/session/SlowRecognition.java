package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.emulator.Recognition;
import io.github.camelelevenlabs.stt.emulator.Utterance;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Delivers each utterance a while after its commit. */
final class SlowRecognition implements Recognition {

    private final Recognition prompt;
    private final ManualTime time;
    private final Duration delay;

    SlowRecognition(Recognition prompt, ManualTime time, Duration delay) {
        this.prompt = prompt;
        this.time = time;
        this.delay = delay;
    }

    @Override
    public void accept(short[] samples, int from, int to) {
        prompt.accept(samples, from, to);
    }

    @Override
    public String partial() {
        return prompt.partial();
    }

    @Override
    public CompletionStage<Utterance> commit() {
        CompletableFuture<Utterance> late = new CompletableFuture<>();
        prompt.commit().thenAccept(utterance -> time.schedule(delay, () -> late.complete(utterance)));
        return late;
    }
}
