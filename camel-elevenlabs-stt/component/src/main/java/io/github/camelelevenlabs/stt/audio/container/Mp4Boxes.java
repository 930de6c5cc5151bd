package io.github.camelelevenlabs.stt.audio.container;

import java.nio.ByteBuffer;

/** The outermost boxes of MP4 and MOV. A file type behind samples is another file, with an index of its own. */
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
            int letter = Framing.byteAt(bytes, index + i);
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
        // Zero: until the end.
        return length == 0 ? Long.MAX_VALUE : length < SHORT_HEADER ? NONE : length;
    }

    @Override
    public int[] firstBytes() {
        // The first of a length of four bytes: no fragment is longer than 16 MB.
        return new int[] {0};
    }

    @Override
    public long resumesAt(ByteBuffer bytes, int index) {
        return bytes.remaining() < index + SHORT_HEADER
                ? MORE
                : Framing.isAt(bytes, index + 4, "moof") ? lengthAt(bytes, index) : NONE;
    }

    @Override
    public boolean isNewPart(ByteBuffer bytes, int index) {
        return samples && Framing.isAt(bytes, index + 4, "ftyp");
    }

    @Override
    public void passed(ByteBuffer bytes, int index) {
        samples |= Framing.isAt(bytes, index + 4, "mdat");
        fragmented |= Framing.isAt(bytes, index + 4, "moof");
    }

    /** Whether its times begin anywhere, as those of a stream do. May be asked by any thread. */
    public boolean isFragmented() {
        return fragmented;
    }
}
