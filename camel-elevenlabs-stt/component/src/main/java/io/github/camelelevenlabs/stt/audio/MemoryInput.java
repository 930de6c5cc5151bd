package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Bytes in memory, which are returned as slices. */
final class MemoryInput implements PieceInput {

    // Limits the output of a decoder for one slice. The bytes themselves are in memory already.
    private static final int MAX_SLICE = 64 * 1024;

    /** What is left of the bytes. */
    private final ByteBuffer bytes;

    MemoryInput(ByteBuffer bytes) {
        this.bytes = bytes.slice();
    }

    @Override
    public CompletableFuture<Optional<ByteBuffer>> next(Decoding decoding) {
        if (!bytes.hasRemaining()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        ByteBuffer slice = bytes.slice(bytes.position(), Math.min(MAX_SLICE, bytes.remaining()));
        bytes.position(bytes.position() + slice.remaining());
        return CompletableFuture.completedFuture(Optional.of(slice));
    }

    @Override
    public boolean isExhausted() {
        return !bytes.hasRemaining();
    }

    @Override
    public void close(Decoding decoding, Runnable then) {
        then.run();
    }
}
