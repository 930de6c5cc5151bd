package io.github.camelelevenlabs.stt.audio.detect;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Detects the beginning of a WAV, AIFF or AU within other bytes, because people concatenate recordings. Enough bytes
 * are compared that samples do not match by chance.
 */
public final class FileStart {

    /** The number of bytes needed to detect a file. */
    public static final int BYTES = 24;

    private static final int MAGIC_BYTES = 4;
    private static final List<String> MAGICS = List.of("RIFF", "RF64", "BW64", "RIFX", "FORM", ".snd");
    private static final List<String> WAVE_MAGICS = List.of("RIFF", "RF64", "BW64", "RIFX");
    private static final List<String> FIRST_CHUNKS_OF_WAVE =
            List.of("fmt ", "JUNK", "junk", "bext", "ds64", "LIST", "fact", "FLLR", "PAD ", "iXML", "data", "SAUR");
    private static final List<String> FIRST_CHUNKS_OF_AIFF =
            List.of("COMM", "FVER", "NAME", "AUTH", "ANNO", "COMT", "MARK", "INST", "CHAN", "SSND", "ID3 ", "FLLR");

    private FileStart() {}

    /** The first four bytes of these formats. */
    public static List<String> magics() {
        return MAGICS;
    }

    /** The format of the file that begins at the index; empty when none does, or when there are too few bytes. */
    public static Optional<Container> at(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + BYTES) {
            return Optional.empty();
        } else if (Magic.isAt(bytes, index + 8, "WAVE") && isAnyAt(bytes, index, WAVE_MAGICS)) {
            return isAnyAt(bytes, index + 12, FIRST_CHUNKS_OF_WAVE) ? Optional.of(Container.WAV) : Optional.empty();
        } else if (Magic.isAt(bytes, index, "FORM") && Magic.isAt(bytes, index + 8, "AIF")) {
            return isAnyAt(bytes, index + 12, FIRST_CHUNKS_OF_AIFF) ? Optional.of(Container.AIFF) : Optional.empty();
        }
        return Magic.isAt(bytes, index, ".snd") && isAu(bytes.slice(bytes.position() + index, BYTES))
                ? Optional.of(Container.AU)
                : Optional.empty();
    }

    /**
     * Whether the available bytes at the index can be the first ones of such a file. Many more are needed to be sure.
     */
    public static boolean mayBeAt(ByteBuffer bytes, int index) {
        int length = Math.min(MAGIC_BYTES, bytes.remaining() - index);
        return MAGICS.stream().anyMatch(magic -> Magic.isAt(bytes, index, magic.substring(0, length)));
    }

    /** Four bytes of magic are not enough: the numbers in the header must be plausible. */
    private static boolean isAu(ByteBuffer header) {
        int start = header.getInt(4);
        int encoding = header.getInt(12);
        int rate = header.getInt(16);
        int channels = header.getInt(20);
        return start >= BYTES
                && start <= 1 << 20
                && encoding >= 1
                && encoding <= 27
                && rate >= 1_000
                && rate <= 384_000
                && channels >= 1
                && channels <= 64;
    }

    private static boolean isAnyAt(ByteBuffer bytes, int index, List<String> magics) {
        return magics.stream().anyMatch(magic -> Magic.isAt(bytes, index, magic));
    }
}
