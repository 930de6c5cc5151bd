package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where the bytes of a piece come from. */
interface PieceInput {

    /** The first bytes are enough to detect most file formats, in most cases with one read. */
    int BYTES_TO_RECOGNISE = 12;

    /** The input of a piece. */
    static PieceInput of(AudioPiece piece) {
        if (piece instanceof AudioPiece.Bytes inMemory) {
            return new MemoryInput(inMemory.bytes());
        } else if (piece instanceof AudioPiece.Arriving arriving) {
            return new ArrivingInput(arriving.bytes());
        } else if (piece instanceof AudioPiece.Stream open) {
            return new StreamInput(open.stream());
        }
        return new StreamInput(((AudioPiece.Unopened) piece).opening());
    }

    /** Reads the next bytes; empty at the end. Their memory is not reused. */
    CompletableFuture<Optional<ByteBuffer>> next(Decoding decoding);

    /** Whether {@link #next} is known to return nothing. Does not block. */
    boolean isExhausted();

    /** Closes the input, and then does something else: on the executor, if closing may block. */
    void close(Decoding decoding, Runnable then);
}
