package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** A piece in the queue of a {@link FedSource}: bytes in memory, which are returned as slices, or a stream. */
final class FedPiece {

    // Limits the output of a decoder for one slice. The bytes themselves are in memory already.
    private static final int MAX_SLICE = 64 * 1024;

    /** What is left of the bytes in memory; none for a stream. */
    private final ByteBuffer bytes;
    /** Null for bytes in memory. */
    private final StreamInput stream;

    private final boolean commit;
    private final OptionalLong position;
    private final Runnable decoded;
    private final CompletableFuture<Void> taken = new CompletableFuture<>();

    /** @param decoded called when all samples of the piece were read */
    FedPiece(AudioPiece piece, Runnable decoded) {
        this.decoded = decoded;
        commit = piece.commit();
        position = piece.position();
        bytes = piece instanceof AudioPiece.Bytes inMemory ? inMemory.bytes().slice() : ByteBuffer.allocate(0);
        if (piece instanceof AudioPiece.Stream open) {
            stream = new StreamInput(open.stream());
        } else {
            stream = piece instanceof AudioPiece.Unopened unopened ? new StreamInput(unopened.opening()) : null;
        }
    }

    /** Completes when the session has received all of the piece, or fails with the cause that prevented it. */
    CompletableFuture<Void> taken() {
        return taken;
    }

    Runnable decoded() {
        return decoded;
    }

    boolean commit() {
        return commit;
    }

    OptionalLong position() {
        return position;
    }

    /** Whether {@link #next} is known to return nothing. Does not block. */
    boolean isExhausted() {
        return stream == null ? !bytes.hasRemaining() : stream.isExhausted();
    }

    /** Reads the next bytes; empty at the end. Only a stream is read on the executor, because it may block. */
    CompletableFuture<Optional<ByteBuffer>> next(Decoding decoding) {
        CompletableFuture<Optional<ByteBuffer>> next = new CompletableFuture<>();
        if (stream != null) {
            decoding.execute(next, stream::next);
        } else if (bytes.hasRemaining()) {
            ByteBuffer slice = bytes.slice(bytes.position(), Math.min(MAX_SLICE, bytes.remaining()));
            bytes.position(bytes.position() + slice.remaining());
            next.complete(Optional.of(slice));
        } else {
            next.complete(Optional.empty());
        }
        return next;
    }

    /**
     * Completes the piece, or fails it when there is a cause. Its stream is closed before the stage completes: by the
     * executor, if that may block.
     */
    void settle(Throwable cause, Decoding decoding) {
        if (stream == null || stream.isExhausted()) {
            settle(cause);
        } else {
            decoding.close(() -> {
                stream.close();
                settle(cause);
            });
        }
    }

    private void settle(Throwable cause) {
        if (cause == null) {
            taken.complete(null);
        } else {
            taken.completeExceptionally(cause);
        }
    }
}
