package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/** The top-level boxes of MP4 and MOV. A file type box behind samples begins another file with its own index. */
final class Mp4Boxes implements Framing {

    private static final int SHORT_HEADER = 8;
    private static final int LONG_HEADER = 16;

    /** Boxes that identify the format for certain. Other boxes may stand in front of them. */
    private static final Set<String> SURE = Set.of("ftyp", "moov", "mdat", "moof", "styp", "sidx");

    private static final Set<String> FIRST =
            Set.of("wide", "skip", "free", "pnot", "uuid", "PICT", "pict", "prft", "emsg");

    private boolean samples;
    private volatile boolean fragmented;

    /** Whether an MP4 begins with these bytes: one of its certain boxes, perhaps after less certain ones. */
    static boolean areIn(ByteBuffer head) {
        long at = 0;
        while (at + SHORT_HEADER <= head.remaining()) {
            int index = (int) at;
            String type = Magic.textAt(head, index + 4, 4);
            long length =
                    Integer.toUnsignedLong(head.order(ByteOrder.BIG_ENDIAN).getInt(head.position() + index));
            if (SURE.contains(type)) {
                return true;
            } else if (!FIRST.contains(type) || length != 1 && length < SHORT_HEADER) {
                return false;
            }
            at += length == 1 ? LONG_HEADER : length;
        }
        // All complete boxes are plausible; the rest has not arrived.
        return at > 0;
    }

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
    boolean isFragmented() {
        return fragmented;
    }
}
