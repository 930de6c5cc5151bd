package io.github.camelelevenlabs.stt.audio.pcm;

import java.nio.ByteBuffer;

/** Cuts bytes into whole frames. An incomplete frame waits for its end; at the end of the recording it is dropped. */
public final class FrameCutter {

    private final ByteBuffer begun;

    public FrameCutter(int bytesPerFrame) {
        begun = ByteBuffer.allocate(bytesPerFrame);
    }

    /** Takes all bytes; returns the whole frames, in the same memory where possible. */
    public ByteBuffer whole(ByteBuffer in) {
        int total = begun.position() + in.remaining();
        int unfinished = total % begun.capacity();
        if (total == unfinished) {
            begun.put(in);
            return ByteBuffer.allocate(0);
        }
        ByteBuffer rest = in.slice(in.limit() - unfinished, unfinished);
        ByteBuffer whole = in.slice(in.position(), in.remaining() - unfinished);
        in.position(in.limit());
        if (begun.position() > 0) {
            whole = ByteBuffer.allocate(total - unfinished)
                    .put(begun.flip())
                    .put(whole)
                    .flip();
            begun.clear();
        }
        begun.put(rest);
        return whole;
    }
}
