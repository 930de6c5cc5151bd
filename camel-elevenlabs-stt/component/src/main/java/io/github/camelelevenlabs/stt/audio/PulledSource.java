package io.github.camelelevenlabs.stt.audio;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A recording that lies there to be read: at once, as far as it can be had without waiting, otherwise on the executor.
 */
abstract class PulledSource implements AudioSource {

    private final DecodedAudio audio;
    private final Executor executor;

    PulledSource(Input input, AudioHint hint, Decoding decoding) {
        audio = new DecodedAudio(input, hint, decoding);
        executor = decoding.executor();
    }

    @Override
    public CompletionStage<PcmFormat> open() {
        return when(audio::hasFormat, audio::format);
    }

    @Override
    public int channels() {
        return audio.channels();
    }

    @Override
    public CompletionStage<Block> read() {
        return when(audio::hasNext, audio::next);
    }

    /** Whether the recording has to be there as a whole, in a file, before any of it can be decoded. */
    public boolean isCollecting() {
        return audio.isCollecting();
    }

    @Override
    public void close() {
        audio.close();
    }

    private <T> CompletionStage<T> when(BooleanSupplier ready, Supplier<T> result) {
        CompletableFuture<T> done = new CompletableFuture<>();
        if (advance(ready, false, done)) {
            complete(ready, result, done);
        }
        return done;
    }

    private <T> void complete(BooleanSupplier ready, Supplier<T> result, CompletableFuture<T> done) {
        if (ready.getAsBoolean()) {
            done.complete(result.get());
            return;
        }
        try {
            executor.execute(() -> {
                if (advance(ready, true, done)) {
                    done.complete(result.get());
                }
            });
        } catch (RuntimeException rejected) {
            audio.close();
            done.completeExceptionally(rejected);
        }
    }

    /** Goes on until what is asked for is there, or until it would have to wait and may not; false when it fails. */
    private boolean advance(BooleanSupplier ready, boolean mayBlock, CompletableFuture<?> done) {
        try {
            while (!ready.getAsBoolean() && (mayBlock || !audio.mayBlock())) {
                audio.advance();
            }
            return true;
        } catch (Throwable e) {
            audio.close();
            done.completeExceptionally(e);
            return false;
        }
    }
}
