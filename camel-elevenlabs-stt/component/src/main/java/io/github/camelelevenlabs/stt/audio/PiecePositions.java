package io.github.camelelevenlabs.stt.audio;

import java.util.OptionalLong;

/**
 * The positions of fed pieces, each on its way to the block that begins with its samples. Used by one thread at a time.
 *
 * <p>A decoder in Java returns the samples of a piece before the next one begins, so every piece can have its position. Until the format
 * is known, and with ffmpeg always, nobody knows which piece a sample belongs to. Then only the position of the first piece counts, and a
 * piece that begins no later than the one before it is a repetition: it is not decoded.
 */
final class PiecePositions {

    private FedPiece begun;
    private OptionalLong latest = OptionalLong.empty();
    private OptionalLong pending;
    private boolean anyTaken;

    /** @param first the position of the source's first sample, if it is known before the first piece */
    PiecePositions(OptionalLong first) {
        pending = first;
    }

    /**
     * Bytes of a piece are about to be decoded.
     *
     * @param exact whether the samples of each piece are known
     * @return whether the piece is a repetition that must not be decoded
     */
    boolean isRepetition(FedPiece piece, boolean exact) {
        if (piece == begun) {
            return false;
        }
        begun = piece;
        OptionalLong position = piece.position();
        if (!exact && position.isPresent() && latest.isPresent() && position.getAsLong() <= latest.getAsLong()) {
            return true;
        }
        if (position.isPresent()) {
            latest = position;
        }
        if (pending.isEmpty() && (exact || !anyTaken)) {
            pending = position;
        }
        return false;
    }

    /** The piece has failed: what it has given stays, its position does not. */
    void failed() {
        pending = OptionalLong.empty();
    }

    /** The position of the next block. */
    OptionalLong take() {
        OptionalLong taken = pending;
        pending = OptionalLong.empty();
        anyTaken = true;
        return taken;
    }
}
