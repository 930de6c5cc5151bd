package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Magic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * The chunks of RIFF and the older IFF: AVI, xWMA, QCP, and encoded WAV and AIFF. Lists are not skipped but entered,
 * because they may have been cut off before the length that they claim.
 */
final class RiffChunks implements Framing {

    private static final int FILE_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final Set<String> FILES = Set.of("RIFF", "RIFX", "RF64", "BW64", "FORM");

    /** Chunks of AVI, xWMA and QCP, in addition to those of WAV. */
    private static final Set<String> KNOWN = Set.of(
            "idx1", "indx", "avih", "strh", "strf", "strn", "strd", "vprp", "odml", "dmlh", "IDIT", "ISMP", "dpds",
            "vrat", "qcpi", "text", "labl", "offs", "JUNQ");

    private static final Set<String> OF_STREAM = Set.of("wb", "dc", "db", "pc", "tx", "sb");

    private final String kind;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private long position;
    private long fileLength;
    private boolean begun;
    private boolean samples;

    /** @param kind the kind of file; its first three characters are enough */
    RiffChunks(String kind) {
        this.kind = kind;
    }

    @Override
    public long lengthAt(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + FILE_HEADER) {
            return MORE;
        }
        String id = Magic.textAt(bytes, index, ChunkId.BYTES);
        if (isFile(bytes, index)) {
            return FILE_HEADER;
        } else if (!isChunk(id, bytes, index)) {
            return NONE;
        }
        boolean entered =
                id.equals("LIST") && (Magic.isAt(bytes, index + 8, "movi") || Magic.isAt(bytes, index + 8, "rec "));
        if (entered) {
            return FILE_HEADER;
        }
        long length = Magic.number(bytes, index + 4, 4, order);
        boolean unknown = length >= 0x7FFF_FF00L || length == 0 && isSamples(id);
        return unknown ? Long.MAX_VALUE : CHUNK_HEADER + length + length % 2;
    }

    private boolean isFile(ByteBuffer bytes, int index) {
        return FILES.contains(Magic.textAt(bytes, index, ChunkId.BYTES)) && Magic.isAt(bytes, index + 8, kind);
    }

    private static boolean isSamples(String id) {
        return id.equals("data") || id.equals("SSND");
    }

    private boolean isChunk(String id, ByteBuffer bytes, int index) {
        boolean within = !samples && position < fileLength && ChunkId.isPossible(bytes, index);
        return within || ChunkId.isKnown(id) || KNOWN.contains(id) || isOfStream(id);
    }

    /** Two digits and the kind of data: sound, picture, palette or text; or an index of them. */
    private static boolean isOfStream(String id) {
        boolean numbered = Character.isDigit(id.charAt(0)) && Character.isDigit(id.charAt(1));
        return numbered && OF_STREAM.contains(id.substring(2)) || id.startsWith("ix");
    }

    @Override
    public int[] firstBytes() {
        return new int[] {'0', 'L'};
    }

    /** Among unknown bytes, only the chunks of a stream are certain enough. */
    @Override
    public long resumesAt(ByteBuffer bytes, int index) {
        int first = Magic.byteAt(bytes, index);
        if (first != '0' && first != 'L') {
            return NONE;
        } else if (bytes.remaining() < index + FILE_HEADER) {
            return MORE;
        }
        boolean sure = first == 'L' || isOfStream(Magic.textAt(bytes, index, ChunkId.BYTES));
        return sure && (first != 'L' || Magic.isAt(bytes, index, "LIST")) ? lengthAt(bytes, index) : NONE;
    }

    @Override
    public boolean isNewPart(ByteBuffer bytes, int index) {
        return begun && isFile(bytes, index) && !Magic.isAt(bytes, index + 8, "AVIX");
    }

    @Override
    public void passed(ByteBuffer bytes, int index) {
        String id = Magic.textAt(bytes, index, ChunkId.BYTES);
        if (isFile(bytes, index)) {
            boolean big = id.equals("RIFX") || id.equals("FORM");
            order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            fileLength = Magic.number(bytes, index + 4, 4, order);
            begun = true;
        }
        samples |= isSamples(id);
        position += Math.min(lengthAt(bytes, index), Integer.MAX_VALUE);
    }
}
