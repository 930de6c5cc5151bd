package io.github.camelelevenlabs.stt.audio.pcm;

import java.nio.ByteBuffer;

/** Concatenates two buffers; copies only when both have bytes. */
public final class Joined {

    private Joined() {}

    public static ByteBuffer of(ByteBuffer first, ByteBuffer second) {
        if (!first.hasRemaining()) {
            return second.slice();
        } else if (!second.hasRemaining()) {
            return first.slice();
        }
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first.duplicate())
                .put(second.duplicate())
                .flip();
    }
}
