package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Magic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * The elements of Matroska and WebM. Elements that contain all others are not skipped but entered, because a live
 * writer does not know their length. An EBML header after clusters begins another file.
 */
final class MatroskaElements implements Framing {

    private static final int EBML = 0x1A45DFA3;
    private static final int SEGMENT = 0x18538067;
    private static final int CLUSTER = 0x1F43B675;
    private static final int MAX_HEADER = 12;

    /**
     * The elements of a file, a segment and a cluster (RFC 9559). Without this list, any two bytes could be an
     * element.
     */
    private static final Set<Integer> KNOWN = Set.of(
            EBML,
            SEGMENT,
            0x114D9B74,
            0x1549A966,
            0x1654AE6B,
            0x1C53BB6B,
            0x1043A770,
            0x1254C367,
            0x1941A469,
            CLUSTER,
            0xEC,
            0xBF,
            0xE7,
            0xA3,
            0xA0,
            0xAB,
            0xA7,
            0xAF,
            0x5854);

    private boolean clusters;

    @Override
    public long lengthAt(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + MAX_HEADER) {
            return MORE;
        }
        int idLength = Integer.numberOfLeadingZeros(Magic.byteAt(bytes, index)) - 23;
        if (idLength > 4) {
            return NONE;
        }
        int sizeAt = index + idLength;
        int sizeLength = Integer.numberOfLeadingZeros(Magic.byteAt(bytes, sizeAt)) - 23;
        if (sizeLength > 8) {
            return NONE;
        }
        int header = idLength + sizeLength;
        int id = idAt(bytes, index, idLength);
        if (!KNOWN.contains(id)) {
            return NONE;
        } else if (id == SEGMENT || id == CLUSTER) {
            return header;
        }
        long unknown = (1L << 7 * sizeLength) - 1;
        long size = Magic.number(bytes, sizeAt, sizeLength, ByteOrder.BIG_ENDIAN) & unknown;
        return size == unknown ? header : header + size;
    }

    @Override
    public int[] firstBytes() {
        return new int[] {EBML >>> 24, CLUSTER >>> 24};
    }

    @Override
    public long resumesAt(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + MAX_HEADER) {
            return MORE;
        }
        int id = idAt(bytes, index, 4);
        return id == CLUSTER || id == EBML ? lengthAt(bytes, index) : NONE;
    }

    private static int idAt(ByteBuffer bytes, int index, int length) {
        return (int) Magic.number(bytes, index, length, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public boolean isNewPart(ByteBuffer bytes, int index) {
        return clusters && idAt(bytes, index, 4) == EBML;
    }

    @Override
    public void passed(ByteBuffer bytes, int index) {
        clusters |= idAt(bytes, index, 4) == CLUSTER;
    }
}
