package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;

/**
 * A recording in memory. Unless ffmpeg is needed, every stage is complete when it is returned, and blocks share the
 * recording's memory where they are its samples as they are.
 */
public final class BytesSource extends PulledSource {

    /** @param recording its remaining bytes, which must not change until the source is done; its position stays */
    public BytesSource(ByteBuffer recording, AudioHint hint, Decoding decoding) {
        super(new BufferInput(recording), hint, decoding);
    }
}
