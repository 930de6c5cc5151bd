package io.github.camelelevenlabs.stt.audio;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The pieces of a {@link FedSource} that wait for their turn. Safe for any thread. */
final class PieceQueue {

    /** An empty value is the end of the audio. */
    private final Queue<Optional<FedPiece>> pieces = new ConcurrentLinkedQueue<>();

    private final AtomicInteger unsettled = new AtomicInteger();
    private final Decoding decoding;

    /** @param decoding closes streams that may block */
    PieceQueue(Decoding decoding) {
        this.decoding = decoding;
    }

    /**
     * @param decoded called when all samples of the piece were read
     * @return completes when the piece is settled
     */
    CompletionStage<Void> add(AudioPiece piece, Runnable decoded) {
        FedPiece fed = new FedPiece(piece, decoded);
        unsettled.incrementAndGet();
        pieces.add(Optional.of(fed));
        return fed.taken();
    }

    void end() {
        pieces.add(Optional.empty());
    }

    /** Takes the next piece; an empty value is the end of the audio, and null means that there is none yet. */
    Optional<FedPiece> poll() {
        return pieces.poll();
    }

    /** The number of pieces that are not settled, those that were taken out of the queue included. */
    int unsettled() {
        return unsettled.get();
    }

    /** Completes a piece, or fails it when there is a cause. */
    void settle(FedPiece piece, Throwable cause) {
        unsettled.decrementAndGet();
        piece.settle(cause, decoding);
    }

    /** Fails all pieces that wait. */
    void refuse(Throwable cause) {
        for (Optional<FedPiece> next = pieces.poll(); next != null; next = pieces.poll()) {
            next.ifPresent(piece -> settle(piece, cause));
        }
    }
}
