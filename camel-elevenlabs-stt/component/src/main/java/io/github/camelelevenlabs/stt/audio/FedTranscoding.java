package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.text.Causes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * The way of a fed recording through ffmpeg. Nothing here waits: bytes are taken there and samples fetched on the
 * executor, and whoever uses this is told when something has come of it. Used by one thread at a time, but for closing.
 */
final class FedTranscoding {

    private final AutoDecoder.Foreign foreign;
    private final DecoderChain transcoder;
    private final Decoder wav;
    private final Executor executor;
    private final Runnable onChange;

    private CompletableFuture<?> writing;
    private CompletableFuture<Optional<ByteBuffer>> reading;
    private boolean ended;

    /** @param onChange called by any thread when there is more to do here */
    FedTranscoding(AutoDecoder.Foreign foreign, Decoding decoding, Runnable onChange) {
        this.foreign = foreign;
        this.transcoder = new DecoderChain(foreign, decoding);
        this.wav = new DecodedWav();
        this.executor = decoding.executor();
        this.onChange = onChange;
        this.writing = onExecutor(() -> transcoder.write(foreign.head()));
    }

    /** Whether the bytes before have gone in, so that more may follow. */
    boolean isWritable() {
        return writing.isDone();
    }

    void write(ByteBuffer bytes) {
        writing = onExecutor(() -> transcoder.write(bytes));
    }

    void end() {
        writing = onExecutor(() -> {
            transcoder.end();
            return true;
        });
    }

    /** Samples that have come out by now, if there are any; otherwise sees to it that more come. */
    Optional<ByteBuffer> samples() throws IOException {
        if (reading == null) {
            reading = new CompletableFuture<>();
            CompletableFuture<Optional<ByteBuffer>> next = reading;
            transcoder
                    .started()
                    .whenComplete((nothing, failed) -> execute(next, () -> Optional.ofNullable(transcoder.read())));
        }
        if (!reading.isDone()) {
            return Optional.empty();
        }
        CompletableFuture<Optional<ByteBuffer>> read = reading;
        reading = null;
        Optional<ByteBuffer> bytes = result(read);
        ended = bytes.isEmpty();
        return Optional.of(ended ? wav.end() : wav.decode(bytes.get()));
    }

    private Optional<ByteBuffer> result(CompletableFuture<Optional<ByteBuffer>> read) throws IOException {
        try {
            return read.join();
        } catch (CompletionException e) {
            throw Causes.unwrapped(e) instanceof IOException failure
                    ? foreign.failure(failure)
                    : new IOException(e.getCause());
        }
    }

    /** Whether {@link #samples()} has given the last ones. */
    boolean isEnded() {
        return ended;
    }

    Optional<PcmFormat> format() {
        return wav.format();
    }

    int channels() {
        return wav.channels();
    }

    /** May be called twice. */
    void close() {
        transcoder.close();
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> CompletableFuture<T> onExecutor(Work<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        execute(done, work);
        return done;
    }

    private <T> void execute(CompletableFuture<T> done, Work<T> work) {
        done.whenComplete((result, failed) -> onChange.run());
        try {
            executor.execute(() -> {
                try {
                    done.complete(work.run());
                } catch (Throwable e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RuntimeException rejected) {
            done.completeExceptionally(rejected);
        }
    }
}
