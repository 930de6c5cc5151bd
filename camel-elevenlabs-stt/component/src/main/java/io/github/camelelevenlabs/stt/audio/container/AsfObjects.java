package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Magic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * The objects of ASF. The objects within the header are read one by one, because one of them gives the length of a
 * packet. Data packets follow until an index or the end of the file.
 */
final class AsfObjects implements Framing {

    private static final String HEADER = "\u0030\u0026\u00B2\u0075\u008E\u0066\u00CF\u0011";
    private static final String DATA = "\u0036\u0026\u00B2\u0075\u008E\u0066\u00CF\u0011";
    private static final String PROPERTIES = "\u00A1\u00DC\u00AB\u008C\u0047\u00A9\u00CF\u0011";

    /** The first four bytes of the simple index, index, media object index and timecode index. */
    private static final Set<Long> INDEXES = Set.of(0x33000890L, 0xD6E229D3L, 0xFEB103F8L, 0x3CB73FD0L);

    private static final String MARK = "\u0082\0\0";

    private static final int HEADER_BYTES = 30;
    private static final int DATA_BYTES = 50;
    private static final int OBJECT_BYTES = 24;
    private static final int PROPERTIES_BYTES = 104;
    private static final int PACKET_LENGTH_AT = 96;

    private long headerLeft;
    private long packet;
    private boolean data;

    /** Whether packets begin with {@link #MARK}: 1 for yes, 0 for no, -1 before the first packet. */
    private int mark = -1;

    @Override
    public long lengthAt(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + DATA_BYTES) {
            return MORE;
        } else if (Magic.isAt(bytes, index, HEADER)) {
            return HEADER_BYTES;
        } else if (Magic.isAt(bytes, index, DATA)) {
            return DATA_BYTES;
        } else if (data) {
            return isIndex(bytes, index) ? objectLength(bytes, index) : isPacket(bytes, index) ? packet : NONE;
        } else if (headerLeft <= 0) {
            return NONE;
        }
        boolean tooShort = Magic.isAt(bytes, index, PROPERTIES) && bytes.remaining() < index + PROPERTIES_BYTES;
        return tooShort ? MORE : Math.min(headerLeft, objectLength(bytes, index));
    }

    private static boolean isIndex(ByteBuffer bytes, int index) {
        return INDEXES.contains(Magic.number(bytes, index, 4, ByteOrder.LITTLE_ENDIAN));
    }

    private static long objectLength(ByteBuffer bytes, int index) {
        return Math.max(OBJECT_BYTES, Magic.number(bytes, index + 16, 8, ByteOrder.LITTLE_ENDIAN));
    }

    private boolean isPacket(ByteBuffer bytes, int index) {
        return packet > 0 && (mark < 0 || markAt(bytes, index) == mark);
    }

    /** Only packets with error correction begin with a constant value. */
    private static int markAt(ByteBuffer bytes, int index) {
        return Magic.isAt(bytes, index, MARK) ? 1 : 0;
    }

    @Override
    public int[] firstBytes() {
        return new int[] {MARK.charAt(0)};
    }

    @Override
    public long resumesAt(ByteBuffer bytes, int index) {
        return data && mark == 1 && Magic.isAt(bytes, index, MARK) ? packet : NONE;
    }

    @Override
    public boolean isNewPart(ByteBuffer bytes, int index) {
        return data && Magic.isAt(bytes, index, HEADER);
    }

    @Override
    public void passed(ByteBuffer bytes, int index) {
        if (Magic.isAt(bytes, index, HEADER)) {
            headerLeft = Magic.number(bytes, index + 16, 8, ByteOrder.LITTLE_ENDIAN) - HEADER_BYTES;
        } else if (Magic.isAt(bytes, index, DATA)) {
            data = true;
        } else if (data && !isIndex(bytes, index)) {
            mark = mark < 0 ? markAt(bytes, index) : mark;
        } else if (!data) {
            if (Magic.isAt(bytes, index, PROPERTIES)) {
                packet = Magic.number(bytes, index + PACKET_LENGTH_AT, 4, ByteOrder.LITTLE_ENDIAN);
            }
            headerLeft -= objectLength(bytes, index);
        }
    }
}
