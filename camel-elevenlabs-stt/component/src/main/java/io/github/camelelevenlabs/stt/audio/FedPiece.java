package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A piece in the queue of a {@link FedSource}. */
final class FedPiece {

    private final Input input;
    private final boolean commit;
    private final OptionalLong position;
    private final Runnable decoded;
    private final CompletableFuture<Void> taken = new CompletableFuture<>();

    /** @param decoded called when all samples of the piece were read */
    FedPiece(AudioPiece piece, Runnable decoded) {
        this.decoded = decoded;
        input = input(piece);
        commit = piece.commit();
        position = piece.position();
    }

    private static Input input(AudioPiece piece) {
        if (piece instanceof AudioPiece.Bytes bytes) {
            return new BufferInput(bytes.bytes());
        } else if (piece instanceof AudioPiece.Stream stream) {
            return new StreamInput(stream.stream());
        } else if (piece instanceof AudioPiece.Unopened unopened) {
            return new StreamInput(unopened.opening());
        }
        throw new IllegalArgumentException("Not a piece of audio: " + piece);
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

    boolean isExhausted() {
        return input.isExhausted();
    }

    /** Reads the next bytes; empty at the end. Only an input that may block is read on the executor. */
    CompletableFuture<Optional<ByteBuffer>> next(Executor executor) {
        CompletableFuture<Optional<ByteBuffer>> next = new CompletableFuture<>();
        if (!input.mayBlock()) {
            readInto(next);
            return next;
        }
        try {
            executor.execute(() -> readInto(next));
        } catch (RuntimeException rejected) {
            next.completeExceptionally(rejected);
        }
        return next;
    }

    private void readInto(CompletableFuture<Optional<ByteBuffer>> next) {
        Optional<ByteBuffer> bytes;
        try {
            bytes = Optional.ofNullable(input.next());
        } catch (Throwable e) {
            next.completeExceptionally(e);
            return;
        }
        next.complete(bytes);
    }

    /**
     * Completes the piece, or fails it when there is a cause. Its stream is closed before the stage completes: by the executor,
     * if that may block.
     */
    void settle(Throwable cause, Executor closing) {
        if (input.isExhausted() || !input.mayBlock()) {
            settle(cause);
        } else {
            closing.execute(() -> settle(cause));
        }
    }

    private void settle(Throwable cause) {
        input.close();
        if (cause == null) {
            taken.complete(null);
        } else {
            taken.completeExceptionally(cause);
        }
    }
}
