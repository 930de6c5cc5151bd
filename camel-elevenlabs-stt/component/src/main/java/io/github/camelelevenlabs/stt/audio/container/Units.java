package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Container;
import io.github.camelelevenlabs.stt.audio.detect.Magic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The units of formats whose header states the length of each unit: FLV tags, MPEG-PS packs, WavPack blocks, CAF
 * chunks, or a whole file whose header states its length. The first unit of a file begins another file when it occurs
 * again.
 */
final class Units implements Framing {

    /** The length of the unit at the index, {@link Framing#NONE} or {@link Framing#MORE}. */
    private interface Length {
        long at(ByteBuffer bytes, int index);
    }

    private static final int CAF_HEADER = 8;
    private static final int CAF_CHUNK_HEADER = 12;
    private static final Set<String> CAF_CHUNKS = Set.of(
            "desc", "data", "pakt", "chan", "kuki", "info", "free", "uuid", "strg", "mark", "regn", "inst", "midi",
            "ovvw", "peak", "edct", "umid");
    private static final int FLV_HEADER = 13;
    private static final int FLV_TAG = 11;
    private static final Set<Integer> FLV_TAGS = Set.of(8, 9, 18);
    private static final int MPEG_2_PACK = 14;
    private static final int MPEG_1_PACK = 12;
    private static final int PACK = 0xBA;
    private static final int PROGRAM_END = 0xB9;
    private static final int WAVPACK_HEADER = 32;
    private static final int MXF_KEY = 16;
    private static final Set<String> REAL_CHUNKS =
            Set.of(".RMF", "PROP", "MDPR", "CONT", "DATA", "INDX", "RMMD", "RJMD", "RMJE");

    /** The length of AMR frames with their header, by type. Frames without speech consist of the header only. */
    private static final int[] AMR_FRAMES = {13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1};

    private static final int[] AMR_WIDE_FRAMES = {18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1};
    private static final String AMR = "#!AMR\n";
    private static final String AMR_WIDE = "#!AMR-WB\n";

    /** The number of frames in a run: a single header of one byte occurs by chance. */
    private static final int AMR_RUN = 10;

    private final Container container;
    private final Length length;
    private boolean begun;
    /** Whether the last block of the file has arrived. */
    private boolean over;

    private boolean wide;

    private Units(Container container) {
        this.container = container;
        this.length = length();
    }

    /** The units of this format; null when they are not known. */
    static Framing of(Container container) {
        Units units = new Units(container);
        return units.length == null ? null : units;
    }

    private Length length() {
        return switch (container) {
            case FLV -> Units::flv;
            case MPEG_PS -> Units::programStream;
            case WAVPACK -> Units::wavPack;
            case CAF -> Units::caf;
            case WAVE64 -> Units::wave64;
            case MXF -> Units::mxf;
            case REAL -> Units::real;
            case AMR -> this::amr;
            case DTS -> Units::dts;
            case TTA -> FileLength::tta;
            case APE -> FileLength::monkey;
            case SPHERE -> FileLength::sphere;
            case SOX -> FileLength::sox;
            case AU -> FileLength::au;
            case VOC -> this::voc;
            default -> null;
        };
    }

    @Override
    public long lengthAt(ByteBuffer bytes, int index) {
        return length.at(bytes, index);
    }

    @Override
    public int[] firstBytes() {
        return switch (container) {
            case FLV -> new int[] {8, 9, 18, 'F'};
            case MPEG_PS -> new int[] {0};
            case WAVPACK -> new int[] {'w'};
            case MXF -> new int[] {6};
            case DTS -> new int[] {0x64, 0x7F};
            // All headers without reserved bits.
            case AMR ->
                IntStream.range(1, 0x80).filter(one -> (one & 0x83) == 0).toArray();
            default -> new int[0];
        };
    }

    /** Where headers are short, only the first bytes of a file or pack are certain enough. */
    @Override
    public long resumesAt(ByteBuffer bytes, int index) {
        return switch (container) {
            case MPEG_PS -> Magic.isAt(bytes, index, "\0\0\1\u00BA") ? lengthAt(bytes, index) : NONE;
            case AMR -> runAt(length, bytes, index, AMR_RUN);
            case FLV, WAVPACK, MXF, DTS -> lengthAt(bytes, index);
            default -> NONE;
        };
    }

    @Override
    public boolean isNewPart(ByteBuffer bytes, int index) {
        return begun && isFirst(bytes, index);
    }

    @Override
    public void passed(ByteBuffer bytes, int index) {
        begun = switch (container) {
            case WAVPACK -> begun || Magic.number(bytes, index + 20, 4, ByteOrder.LITTLE_ENDIAN) > 0;
            // A program has any number of packs, and a separate end code.
            case MPEG_PS -> begun || Magic.byteAt(bytes, index + 3) == PROGRAM_END;
            default -> true;
        };
        over |= container == Container.VOC && Magic.byteAt(bytes, index) == 0;
        wide |= Magic.isAt(bytes, index, AMR_WIDE);
    }

    private boolean isFirst(ByteBuffer bytes, int index) {
        return switch (container) {
            case FLV -> Magic.isAt(bytes, index, "FLV\1");
            case MPEG_PS -> Magic.isAt(bytes, index, "\0\0\1\u00BA");
            case WAVPACK -> {
                boolean initial = (Magic.byteAt(bytes, index + 25) & 0b1000) != 0;
                yield initial && Magic.number(bytes, index + 16, 4, ByteOrder.LITTLE_ENDIAN) == 0;
            }
            case CAF -> Magic.isAt(bytes, index, "caff");
            case WAVE64 -> Magic.isAt(bytes, index, "riff");
            // The partition at the beginning of a file.
            case MXF -> Magic.isAt(bytes, index + 4, "\2\5\1\1\r\1\2\1\1\2");
            case REAL -> Magic.isAt(bytes, index, ".RMF");
            case AMR -> Magic.isAt(bytes, index, "#!AMR");
            case VOC -> Magic.isAt(bytes, index, "Creative");
            case DTS -> false;
            default -> true;
        };
    }

    /** The length of a tag is repeated behind it. The filter bit and the stream number are never set. */
    private static long flv(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + FLV_TAG) {
            return MORE;
        } else if (Magic.isAt(bytes, index, "FLV\1")) {
            return FLV_HEADER;
        }
        boolean tag = FLV_TAGS.contains(Magic.byteAt(bytes, index)) && Magic.isAt(bytes, index + 8, "\0\0\0");
        return tag ? FLV_TAG + Magic.number(bytes, index + 1, 3, ByteOrder.BIG_ENDIAN) + 4 : NONE;
    }

    private static long programStream(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + MPEG_2_PACK) {
            return bytes.remaining() >= index + 4 && Magic.isAt(bytes, index, "\0\0\1\u00B9") ? 4 : MORE;
        } else if (!Magic.isAt(bytes, index, "\0\0\1") || Magic.byteAt(bytes, index + 3) < PROGRAM_END) {
            return NONE;
        }
        return switch (Magic.byteAt(bytes, index + 3)) {
            case PROGRAM_END -> 4;
            case PACK -> {
                int marked = Magic.byteAt(bytes, index + 4);
                boolean first = (marked & 0xF0) == 0x20;
                boolean second = (marked & 0xC0) == 0x40;
                yield second ? MPEG_2_PACK + (Magic.byteAt(bytes, index + 13) & 7) : first ? MPEG_1_PACK : NONE;
            }
            default -> 6 + Magic.number(bytes, index + 4, 2, ByteOrder.BIG_ENDIAN);
        };
    }

    private static long wavPack(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + WAVPACK_HEADER) {
            return Magic.mayBeAt(bytes, index, "wvpk") ? MORE : NONE;
        }
        boolean block = Magic.isAt(bytes, index, "wvpk") && Magic.byteAt(bytes, index + 9) == 4;
        return block ? 8 + Magic.number(bytes, index + 4, 4, ByteOrder.LITTLE_ENDIAN) : NONE;
    }

    private static long caf(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + CAF_CHUNK_HEADER) {
            return MORE;
        } else if (Magic.isAt(bytes, index, "caff\0\1")) {
            return CAF_HEADER;
        }
        long size = Magic.number(bytes, index + 4, 8, ByteOrder.BIG_ENDIAN);
        // The length -1 means "until the end".
        return !CAF_CHUNKS.contains(Magic.textAt(bytes, index, 4))
                ? NONE
                : size < 0 || size > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : CAF_CHUNK_HEADER + size;
    }

    /** All names of Wave64 share a suffix, and lengths include the header. */
    private static long wave64(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + 24) {
            return Character.isLetter(Magic.byteAt(bytes, index)) ? MORE : NONE;
        } else if (Magic.isAt(bytes, index, "riff\u002E\u0091\u00CF\u0011")) {
            return 24;
        } else if (Magic.isAt(bytes, index, "wave\u00F3\u00AC\u00D3\u0011")) {
            return 16;
        } else if (!Magic.isAt(bytes, index + 4, "\u00F3\u00AC\u00D3\u0011\u008C\u00D1")) {
            return NONE;
        }
        long size = Magic.number(bytes, index + 16, 8, ByteOrder.LITTLE_ENDIAN);
        return size <= 24 || size > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : size + 7 & ~7L;
    }

    /** MXF: a key, then a length in BER (SMPTE 336M). */
    private static long mxf(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + MXF_KEY + 9) {
            return Magic.mayBeAt(bytes, index, "\6\u000E+4") ? MORE : NONE;
        } else if (!Magic.isAt(bytes, index, "\6\u000E+4")) {
            return NONE;
        }
        int first = Magic.byteAt(bytes, index + MXF_KEY);
        int more = first < 0x80 ? 0 : first & 0x7F;
        if (more > 8) {
            return NONE;
        }
        long size = more == 0 ? first : Magic.number(bytes, index + MXF_KEY + 1, more, ByteOrder.BIG_ENDIAN);
        return size < 0 ? NONE : MXF_KEY + 1 + more + size;
    }

    private static long real(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + 10) {
            return MORE;
        } else if (!REAL_CHUNKS.contains(Magic.textAt(bytes, index, 4))) {
            // The old RealAudio format has no length.
            return Magic.isAt(bytes, index, ".ra\u00FD") ? Long.MAX_VALUE : NONE;
        }
        long size = Magic.number(bytes, index + 4, 4, ByteOrder.BIG_ENDIAN);
        return size < 10 ? Long.MAX_VALUE : size;
    }

    private long amr(ByteBuffer bytes, int index) {
        if (Magic.isAt(bytes, index, AMR)) {
            return AMR.length();
        } else if (Magic.isAt(bytes, index, AMR_WIDE)) {
            return AMR_WIDE.length();
        } else if (bytes.remaining() <= index || Magic.mayBeAt(bytes, index, AMR_WIDE)) {
            return MORE;
        }
        int header = Magic.byteAt(bytes, index);
        // A zero byte would be a damaged frame; here it is padding, or the first byte of an MP4.
        boolean frame = begun && header != 0 && (header & 0x83) == 0;
        return frame ? (wide ? AMR_WIDE_FRAMES : AMR_FRAMES)[header >> 3] : NONE;
    }

    /** VOC: blocks; a block of type 0 ends the file. */
    private long voc(ByteBuffer bytes, int index) {
        if (bytes.remaining() <= index || Magic.mayBeAt(bytes, index, "Creative Voice File\u001A")) {
            return bytes.remaining() < index + 26 ? MORE : 26;
        }
        int type = Magic.byteAt(bytes, index);
        if (over || type > 9) {
            return NONE;
        } else if (bytes.remaining() < index + 4) {
            return type == 0 ? 1 : MORE;
        }
        return type == 0 ? 1 : 4 + Magic.number(bytes, index + 1, 3, ByteOrder.LITTLE_ENDIAN);
    }

    /** DTS: the core in 16-bit words. Its extension states its length in another field. */
    private static long dts(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + 10) {
            return MORE;
        } else if (Magic.isAt(bytes, index, "\u007F\u00FE\u0080\1")) {
            return (Magic.number(bytes, index + 5, 3, ByteOrder.BIG_ENDIAN) >> 4 & 0x3FFF) + 1;
        } else if (!Magic.isAt(bytes, index, "\u0064\u0058\u0020\u0025")) {
            return NONE;
        }
        long header = Magic.number(bytes, index + 5, 5, ByteOrder.BIG_ENDIAN);
        boolean large = (header >> 37 & 1) != 0;
        return (large ? header >> 5 & 0xFFFFF : header >> 13 & 0xFFFF) + 1;
    }

    /** The length of a run of three DTS cores. */
    static long dtsRunAt(ByteBuffer bytes, int index) {
        return runAt(Units::dts, bytes, index, 3);
    }

    private static long runAt(Length length, ByteBuffer bytes, int index, int count) {
        long at = index;
        for (int i = 0; i < count; i++) {
            long unit = at < bytes.remaining() ? length.at(bytes, (int) at) : MORE;
            if (unit <= 0) {
                return unit;
            }
            at += unit;
        }
        return at - index;
    }
}
