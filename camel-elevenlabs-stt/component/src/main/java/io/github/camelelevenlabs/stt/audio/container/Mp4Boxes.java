package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Magic;
import java.nio.ByteBuffer;

/** The top-level boxes of MP4 and MOV. A file type box behind samples begins another file with its own index. */
public final class Mp4Boxes implements Framing {

    private static final int SHORT_HEADER = 8;
    private static final int LONG_HEADER = 16;

    private boolean samples;
    private volatile boolean fragmented;

    @Override
    public long lengthAt(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + SHORT_HEADER) {
            return MORE;
        }
        for (int i = 4; i < SHORT_HEADER; i++) {
            int letter = Magic.byteAt(bytes, index + i);
            if (letter != ' ' && !Character.isLetterOrDigit(letter) || letter > 'z') {
                return NONE;
            }
        }
        long length = Integer.toUnsignedLong(bytes.getInt(bytes.position() + index));
        if (length == 1) {
            return bytes.remaining() < index + LONG_HEADER
                    ? MORE
                    : Math.max(NONE, bytes.getLong(bytes.position() + index + SHORT_HEADER));
        }
        // The length 0 means "until the end".
        return length == 0 ? Long.MAX_VALUE : length < SHORT_HEADER ? NONE : length;
    }

    @Override
    public int[] firstBytes() {
        // The first byte of a four-byte length: no fragment is longer than 16 MB.
        return new int[] {0};
    }

    @Override
    public long resumesAt(ByteBuffer bytes, int index) {
        return bytes.remaining() < index + SHORT_HEADER
                ? MORE
                : Magic.isAt(bytes, index + 4, "moof") ? lengthAt(bytes, index) : NONE;
    }

    @Override
    public boolean isNewPart(ByteBuffer bytes, int index) {
        return samples && Magic.isAt(bytes, index + 4, "ftyp");
    }

    @Override
    public void passed(ByteBuffer bytes, int index) {
        samples |= Magic.isAt(bytes, index + 4, "mdat");
        fragmented |= Magic.isAt(bytes, index + 4, "moof");
    }

    /** Whether the timestamps may start at any value, as in a stream. Safe for any thread. */
    public boolean isFragmented() {
        return fragmented;
    }
}
