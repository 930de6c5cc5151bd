package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The way of fed audio through ffmpeg. Nothing here waits: bytes are taken there and samples fetched on the executor, and
 * whoever uses this is told when something has come of it. Bytes go in only while samples are waited for, so that a reader
 * that has enough holds no thread. Used by one thread at a time, but for closing and where it says so.
 */
final class FedTranscoding {

    // Small, so that the thread that takes it to ffmpeg seldom has to wait there after the samples have come.
    private static final int SLICE = 8 * 1024;

    private final AutoDecoder.UnsupportedFormat unsupported;
    private final DecoderChain transcoder;
    private final Executor executor;
    private final Runnable onChange;

    private CompletableFuture<Optional<ByteBuffer>> reading;
    private CompletableFuture<?> writing = CompletableFuture.completedFuture(null);
    private Optional<AudioSource.Opened> opened = Optional.empty();
    private boolean ended;

    // Touched by the task that writes while there is one:
    private ByteBuffer unwritten;
    private boolean endDue;

    private volatile boolean refused;

    /** @param onChange called by any thread when there is more to do here */
    FedTranscoding(AutoDecoder.UnsupportedFormat unsupported, Decoding decoding, Runnable onChange) {
        this.unsupported = unsupported;
        this.transcoder = new DecoderChain(unsupported, decoding);
        this.executor = decoding.executor();
        this.onChange = onChange;
        this.unwritten = unsupported.head();
    }

    /** Whether the bytes before have gone in, so that more may follow. */
    boolean isWritable() {
        return writing.isDone() && !unwritten.hasRemaining();
    }

    /** Whether no more bytes are wanted; those that come all the same are dropped. */
    boolean isRefused() {
        return refused;
    }

    /** The next bytes, once those before have gone in. */
    void write(ByteBuffer bytes) {
        unwritten = bytes;
    }

    /** There are no more bytes, once those before have gone in. */
    void end() {
        endDue = true;
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
        if (writing.isCompletedExceptionally()) {
            // Whoever reads would wait for what ffmpeg makes of bytes that never come.
            throw new IOException(failure(writing));
        } else if (!reading.isDone()) {
            writeOn(reading);
            return Optional.empty();
        }
        Optional<ByteBuffer> bytes = taken();
        opened = transcoder.opened();
        ended = bytes.isEmpty();
        return Optional.of(bytes.orElse(ByteBuffer.allocate(0)));
    }

    private Optional<ByteBuffer> taken() throws IOException {
        CompletableFuture<Optional<ByteBuffer>> read = reading;
        reading = null;
        if (read.isCompletedExceptionally()) {
            Throwable cause = failure(read);
            throw cause instanceof IOException failure ? unsupported.failure(failure) : new IOException(cause);
        }
        return read.join();
    }

    private static Throwable failure(CompletableFuture<?> failed) {
        return failed.handle((nothing, failure) -> failure).join();
    }

    private void writeOn(CompletableFuture<?> read) {
        if (writing.isDone() && (unwritten.hasRemaining() || endDue && !refused)) {
            CompletableFuture<Void> next = new CompletableFuture<>();
            writing = next;
            execute(next, () -> {
                writeWhilePending(read);
                return null;
            });
        }
    }

    private void writeWhilePending(CompletableFuture<?> read) {
        while (!read.isDone() && unwritten.hasRemaining()) {
            int length = Math.min(SLICE, unwritten.remaining());
            ByteBuffer slice = unwritten.slice(unwritten.position(), length);
            unwritten.position(unwritten.position() + length);
            if (!transcoder.write(slice)) {
                refused = true;
                unwritten = ByteBuffer.allocate(0);
            }
        }
        if (endDue && !refused && !read.isDone()) {
            endDue = false;
            transcoder.end();
        }
    }

    /** Whether {@link #samples()} has given the last ones. */
    boolean isEnded() {
        return ended;
    }

    /** What the samples are, once there are any. */
    Optional<AudioSource.Opened> opened() {
        return opened;
    }

    /** Whether the bytes are kept until all are there, before any is decoded. May be asked by any thread. */
    boolean isCollecting() {
        return transcoder.isCollecting();
    }

    /** May be called twice. */
    void close() {
        transcoder.close();
    }

    private interface Work<T> {
        T run() throws IOException;
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
