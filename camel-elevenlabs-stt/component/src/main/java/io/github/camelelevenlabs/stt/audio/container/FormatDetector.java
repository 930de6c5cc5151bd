package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Container;
import io.github.camelelevenlabs.stt.audio.detect.FileStart;
import io.github.camelelevenlabs.stt.audio.detect.Magic;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Detects the beginning of another file format in the middle of a stream. The few bytes that identify a file at its
 * start are not enough there: a match needs 48 bits, which do not occur by chance.
 */
final class FormatDetector {

    private static final int MAX_MAGIC = 48;

    private static final String MATROSKA = "\u001A\u0045\u00DF\u00A3";

    /** The first bytes of a format, in two fragments. */
    private record Magics(Container container, String first, int at, String second) {}

    private static final List<Magics> MAGICS = List.of(
            new Magics(Container.OGG, "OggS\0\2", 0, ""),
            new Magics(Container.FLAC, "fLaC\0\0\0\42", 0, ""),
            new Magics(Container.AVI, "RIFF", 8, "AVI LIST"),
            new Magics(Container.QCP, "RIFF", 8, "QLCMfmt "),
            new Magics(Container.XWMA, "RIFF", 8, "XWMAfmt "),
            new Magics(Container.AMR, "#!AMR", 0, ""),
            new Magics(Container.FLV, "FLV\1", 5, "\0\0\0\11"),
            new Magics(Container.CAF, "caff\0\1\0\0desc", 0, ""),
            new Magics(Container.ASF, "\u0030\u0026\u00B2\u0075\u008E\u0066\u00CF\u0011", 0, ""),
            new Magics(Container.MP4, "\0\0", 4, "ftyp"),
            new Magics(Container.WAVE64, "riff\u002E\u0091\u00CF\u0011", 0, ""),
            new Magics(Container.WAVPACK, "wvpk", 9, "\4\0"),
            new Magics(Container.TTA, "TTA1\1\0", 0, ""),
            new Magics(Container.APE, "MAC ", 6, "\0\0"),
            new Magics(Container.VOC, "Creative Voice File\u001A", 0, ""),
            new Magics(Container.SPHERE, "NIST_1A\n", 0, ""),
            new Magics(Container.REAL, ".RMF\0\0\0", 0, ""),
            new Magics(Container.MXF, "\6\u000E+4\2\5\1\1", 0, ""),
            // A pack with its clock, and a header, video or sound behind it.
            new Magics(Container.MPEG_PS, "\0\0\1\u00BA", 14, "\0\0\1"),
            new Magics(Container.MPEG_PS, "\0\0\1\u00BA", 12, "\0\0\1"));

    /** Indexed by the first byte, because few bytes can start a format. */
    private static final List<List<Magics>> BY_FIRST_BYTE = IntStream.range(0, 256)
            .mapToObj(first -> MAGICS.stream()
                    .filter(one -> one.first().charAt(0) == first)
                    .toList())
            .toList();

    /** Indexed by the first two bytes as one number, because few pairs can start a format, frame, packet or tag. */
    private static final boolean[] PAIRS = new boolean[1 << 16];

    static {
        Stream.of(
                        MAGICS.stream().map(Magics::first),
                        FileStart.magics().stream(),
                        Stream.of("ID3", "APETAGEX", "TAG", MATROSKA, "\u000B\u0077", "\u007F\u00FE"))
                .flatMap(magics -> magics)
                .forEach(magic -> PAIRS[magic.charAt(0) << 8 | magic.charAt(1)] = true);
        for (int second = 0; second < 256; second++) {
            PAIRS['G' << 8 | second] = true;
            PAIRS[0xFF << 8 | second] = mayBeFrame(second);
        }
    }

    /**
     * Whether this can be the second byte of an MP3 or ADTS frame: the rest of the sync bits, and a layer that
     * exists.
     */
    private static boolean mayBeFrame(int second) {
        return second >= 0xE0 && (second & 0b110) != 0b110 && ((second & 0b110) != 0 || second >= 0xF0);
    }

    /** Whether another format begins at a position. */
    sealed interface Found {
        /** No format begins there. */
        record Nothing() implements Found {}

        /** More bytes are needed to decide. */
        record TooFew() implements Found {}

        record Begins(Container container) implements Found {}
    }

    static final Found NOTHING = new Found.Nothing();
    static final Found TOO_FEW = new Found.TooFew();

    private FormatDetector() {}

    /** Detects the format at this index. */
    static Found at(ByteBuffer bytes, int index) {
        return switch (Magic.byteAt(bytes, index)) {
            case 0xFF -> frames(bytes, index, Container.MP3, Container.AAC);
            case 'G' -> found(TransportPackets.runAt(bytes, index), Container.MPEG_TS);
            case 0x0B -> frames(bytes, index, Container.AC_3, Container.E_AC_3);
            case 0x7F -> found(Units.dtsRunAt(bytes, index), Container.DTS);
            default -> magic(bytes, index);
        };
    }

    /**
     * The pairs of bytes, as numbers, with which a format or tag may begin, and all pairs with one of these first
     * bytes.
     */
    static boolean[] pairs(int... firstBytes) {
        boolean[] pairs = PAIRS.clone();
        for (int first : firstBytes) {
            Arrays.fill(pairs, first << 8, first + 1 << 8, true);
        }
        return pairs;
    }

    /**
     * The next index, from this one on, at which one of the pairs stands; the index of the last byte when there is
     * none.
     */
    static int next(boolean[] pairs, ByteBuffer bytes, int index) {
        int last = bytes.remaining() - 1;
        int position = bytes.position();
        int at = index;
        while (at < last && !pairs[bytes.getShort(position + at) & 0xFFFF]) {
            at++;
        }
        // Eight zeros: no format begins at the first four.
        while (at + Long.BYTES <= last && bytes.getLong(position + at) == 0) {
            at += Integer.BYTES;
        }
        return at;
    }

    private static Found frames(ByteBuffer bytes, int index, Container one, Container other) {
        Found found = found(AudioFrames.runAt(one.frames().orElseThrow(), bytes, index), one);
        return found == NOTHING ? found(AudioFrames.runAt(other.frames().orElseThrow(), bytes, index), other) : found;
    }

    private static Found found(long run, Container container) {
        return run == Framing.MORE ? TOO_FEW : run == Framing.NONE ? NOTHING : new Found.Begins(container);
    }

    private static Found magic(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + MAX_MAGIC) {
            return mayBe(bytes, index) ? TOO_FEW : NOTHING;
        }
        Optional<Container> ours = FileStart.at(bytes, index);
        if (ours.isPresent()) {
            return new Found.Begins(ours.get());
        }
        for (Magics one : BY_FIRST_BYTE.get(Magic.byteAt(bytes, index))) {
            if (Magic.isAt(bytes, index, one.first()) && Magic.isAt(bytes, index + one.at(), one.second())) {
                return new Found.Begins(one.container());
            }
        }
        return isMatroska(bytes, index) ? new Found.Begins(Container.MATROSKA) : NOTHING;
    }

    /** The document type stands within the first bytes of the header. */
    private static boolean isMatroska(ByteBuffer bytes, int index) {
        if (!Magic.isAt(bytes, index, MATROSKA)) {
            return false;
        }
        for (int at = index + 4; at < index + MAX_MAGIC - 8; at++) {
            if (Magic.isAt(bytes, at, "webm") || Magic.isAt(bytes, at, "matroska")) {
                return true;
            }
        }
        return false;
    }

    /** Whether the available bytes are the beginning of a known format. */
    private static boolean mayBe(ByteBuffer bytes, int index) {
        return FileStart.mayBeAt(bytes, index)
                || Magic.mayBeAt(bytes, index, MATROSKA)
                || BY_FIRST_BYTE.get(Magic.byteAt(bytes, index)).stream()
                        .anyMatch(one -> Magic.mayBeAt(bytes, index, one.first()));
    }
}
