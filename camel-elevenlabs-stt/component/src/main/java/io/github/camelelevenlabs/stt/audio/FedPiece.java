package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** A piece in the queue of a {@link FedSource}. */
final class FedPiece {

    private final PieceInput input;
    private final boolean commit;
    private final OptionalLong position;
    private final Runnable decoded;
    private final CompletableFuture<Void> taken = new CompletableFuture<>();

    /** @param decoded called when all samples of the piece were read */
    FedPiece(AudioPiece piece, Runnable decoded) {
        this.decoded = decoded;
        commit = piece.commit();
        position = piece.position();
        input = PieceInput.of(piece);
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
        return input.isExhausted();
    }

    /** Whether the bytes come from a network, in their own time. */
    boolean isArriving() {
        return input instanceof ArrivingInput;
    }

    /** Reads the next bytes; empty at the end. */
    CompletableFuture<Optional<ByteBuffer>> next(Decoding decoding) {
        return input.next(decoding);
    }

    /** Completes the piece, or fails it when there is a cause. Its stream is closed before the stage completes. */
    void settle(Throwable cause, Decoding decoding) {
        if (input.isExhausted()) {
            settle(cause);
        } else {
            input.close(decoding, () -> settle(cause));
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
