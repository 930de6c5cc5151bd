package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.FrameSync;
import java.nio.ByteBuffer;

/** The frames of MP3 and ADTS. All frames of one part have the same sample rate and channel count. */
final class AudioFrames implements Framing {

    private static final int HEADER = 7;
    private static final int RUN = 3;
    private static final int UNKNOWN = -1;

    private final FrameSync sync;
    private int kind = UNKNOWN;

    AudioFrames(FrameSync sync) {
        this.sync = sync;
    }

    @Override
    public long lengthAt(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + HEADER) {
            return MORE;
        }
        int length = sync.lengthAt(bytes, index);
        return length > 0 && sync.kindAt(bytes, index) == kind ? length : NONE;
    }

    @Override
    public long resumesAt(ByteBuffer bytes, int index) {
        return runAt(sync, bytes, index);
    }

    @Override
    public long unitAt(ByteBuffer bytes, int index) {
        return sync.lengthAt(bytes, index);
    }

    /**
     * The length of a run of frames of one kind at the index, {@link #NONE} or {@link #MORE}. One header alone may
     * occur by chance.
     */
    static long runAt(FrameSync sync, ByteBuffer bytes, int index) {
        int at = index;
        for (int i = 0; i < RUN; i++) {
            if (bytes.remaining() < at + HEADER) {
                return MORE;
            }
            int length = sync.lengthAt(bytes, at);
            if (length == 0 || sync.kindAt(bytes, at) != sync.kindAt(bytes, index)) {
                return NONE;
            }
            at += length;
        }
        return at - index;
    }

    @Override
    public boolean isNewPart(ByteBuffer bytes, int index) {
        return kind != UNKNOWN && sync.kindAt(bytes, index) != kind;
    }

    @Override
    public void passed(ByteBuffer bytes, int index) {
        kind = sync.kindAt(bytes, index);
    }
}
