package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Bytes that no thread waits for: the executor takes and decodes them when they are there. */
final class ArrivingInput implements PieceInput {

    /** The most bytes of one read. */
    private static final int MAX_READ = 16 * 1024;

    private final ArrivingBytes bytes;
    private volatile boolean exhausted;

    // Used by the reading task only:
    private byte[] buffer;
    private int length;
    private int least = BYTES_TO_RECOGNISE;

    ArrivingInput(ArrivingBytes bytes) {
        this.bytes = bytes;
    }

    @Override
    public CompletableFuture<Optional<ByteBuffer>> next(Decoding decoding) {
        CompletableFuture<Optional<ByteBuffer>> next = new CompletableFuture<>();
        await(next, decoding);
        return next;
    }

    private void await(CompletableFuture<Optional<ByteBuffer>> next, Decoding decoding) {
        bytes.readable().whenComplete((nothing, failed) -> {
            try {
                decoding.executor().execute(() -> take(next, decoding));
            } catch (RuntimeException rejected) {
                fail(next, rejected);
            }
        });
    }

    private void take(CompletableFuture<Optional<ByteBuffer>> next, Decoding decoding) {
        Optional<ByteBuffer> taken;
        try {
            taken = taken();
        } catch (IOException | RuntimeException | Error e) {
            fail(next, e);
            return;
        }
        if (taken.isPresent() || exhausted) {
            next.complete(taken);
        } else {
            await(next, decoding);
        }
    }

    private void fail(CompletableFuture<Optional<ByteBuffer>> next, Throwable cause) {
        close();
        next.completeExceptionally(cause);
    }

    /** The bytes that have arrived; empty when they are not enough yet, and at the end. */
    private Optional<ByteBuffer> taken() throws IOException {
        if (buffer == null) {
            buffer = new byte[MAX_READ];
        }
        int count = bytes.take(buffer, length, buffer.length - length);
        length += Math.max(0, count);
        if (count < 0 && length == 0) {
            close();
            return Optional.empty();
        } else if (count >= 0 && length < least) {
            return Optional.empty();
        }
        ByteBuffer all = ByteBuffer.wrap(Arrays.copyOf(buffer, length));
        least = 1;
        length = 0;
        return Optional.of(all);
    }

    @Override
    public boolean isExhausted() {
        return exhausted;
    }

    private void close() {
        exhausted = true;
        bytes.close();
    }

    @Override
    public void close(Decoding decoding, Runnable then) {
        close();
        then.run();
    }
}
