package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;

/** Bytes in memory, returned as slices. */
final class BufferInput implements Input {

    // Limits the output of a decoder for one piece. The bytes themselves are in memory already.
    private static final int PIECE = 64 * 1024;

    private final ByteBuffer bytes;

    BufferInput(ByteBuffer bytes) {
        this.bytes = bytes.slice();
    }

    @Override
    public ByteBuffer next() {
        if (isExhausted()) {
            return null;
        }
        int length = Math.min(PIECE, bytes.remaining());
        ByteBuffer piece = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return piece;
    }

    @Override
    public boolean isExhausted() {
        return !bytes.hasRemaining();
    }

    @Override
    public boolean mayBlock() {
        return false;
    }

    @Override
    public void close() {
        // Memory needs no closing.
    }
}
