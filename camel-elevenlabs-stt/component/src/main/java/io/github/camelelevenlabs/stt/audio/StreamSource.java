package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A recording that is read as it is needed: a stream, or a file as {@code () -> Files.newInputStream(path)}.
 *
 * <p>Opening and reading happen on the executor, one task at a time and none while nobody asks. A stream that trickles
 * gives small blocks rather than waiting for a full one. The stream is closed exactly once: at its end, when it or its
 * decoding fails, or by {@link #close()} on the thread that calls it, which ends a read that hangs.
 */
public final class StreamSource implements AudioSource {

    /** How to get at the stream; called at most once. Closing the source does not interrupt it: it ends by itself. */
    @FunctionalInterface
    public interface Opening {
        InputStream open() throws IOException;
    }

    private final Executor executor;
    private final Input input;
    private final DecodedAudio audio;

    /** Opens the stream when the source is opened. */
    public StreamSource(Opening opening, AudioHint hint, Executor executor) {
        this(new StreamInput(opening), hint, executor);
    }

    /** Takes over an open stream: it is closed even if the source is never opened, as long as that is closed. */
    public StreamSource(InputStream stream, AudioHint hint, Executor executor) {
        this(new StreamInput(stream), hint, executor);
    }

    private StreamSource(Input input, AudioHint hint, Executor executor) {
        this.input = input;
        this.executor = executor;
        audio = new DecodedAudio(input, new AutoDecoder(hint));
    }

    @Override
    public CompletionStage<PcmFormat> open() {
        return onExecutor(audio::format);
    }

    @Override
    public CompletionStage<Block> read() {
        return audio.hasNext() ? now(audio::next) : onExecutor(audio::next);
    }

    @Override
    public void close() {
        input.close();
    }

    private <T> CompletionStage<T> now(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        complete(done, work);
        return done;
    }

    private <T> CompletionStage<T> onExecutor(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            executor.execute(() -> complete(done, work));
        } catch (RuntimeException rejected) {
            input.close();
            done.completeExceptionally(rejected);
        }
        return done;
    }

    private <T> void complete(CompletableFuture<T> done, Callable<T> work) {
        T result;
        try {
            result = work.call();
        } catch (Throwable e) {
            input.close();
            done.completeExceptionally(e);
            return;
        }
        done.complete(result);
    }
}
