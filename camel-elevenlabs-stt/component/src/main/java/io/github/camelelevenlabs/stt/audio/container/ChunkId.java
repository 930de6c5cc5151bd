package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Magic;
import java.nio.ByteBuffer;
import java.util.Set;

/** The names of the chunks of WAV and AIFF. */
final class ChunkId {

    static final int BYTES = 4;

    private static final Set<String> KNOWN = Set.of(
            "LIST", "list", "INFO", "id3 ", "ID3 ", "bext", "axml", "iXML", "cue ", "fact", "smpl", "inst", "JUNK",
            "junk", "PAD ", "FLLR", "_PMX", "chna", "levl", "peak", "PEAK", "DISP", "labl", "note", "plst", "acid",
            "strc", "SNDM", "umid", "mext", "cart", "ubxt", "afsp", "LGWV", "minf", "elm1", "regn", "ovwf", "DGDA",
            "ResU", "bxml", "sxml", "qlty", "link", "tlst", "data", "fmt ", "SSND", "COMM", "MARK", "INST", "COMT",
            "ANNO", "NAME", "AUTH", "(c) ", "APPL", "SAXL", "AESD", "MIDI", "CHAN", "FVER", "GUAN", "wavl", "slnt",
            "dbmd", "CDif", "Wave", "PROJ", "STAT", "TIME", "SAUR", "r64m", "ds64", "cst ", "clm ", "nrt ");

    private ChunkId() {}

    static Set<String> known() {
        return KNOWN;
    }

    static boolean isKnown(String id) {
        return KNOWN.contains(id);
    }

    /** Whether a known chunk name stands at the index. */
    static boolean isKnownAt(ByteBuffer bytes, int index) {
        return bytes.remaining() >= index + BYTES && mayBeAt(bytes, index);
    }

    /** Whether the available bytes at the index can be the beginning of a known chunk name. */
    static boolean mayBeAt(ByteBuffer bytes, int index) {
        int length = Math.min(BYTES, bytes.remaining() - index);
        int first = Magic.byteAt(bytes, index);
        return (isLetter(first) || first == '_' || first == '(')
                && KNOWN.stream().anyMatch(id -> Magic.isAt(bytes, index, id.substring(0, length)));
    }

    /** Whether these can be the characters of any chunk name. */
    static boolean isPossible(ByteBuffer bytes, int index) {
        for (int i = 0; i < BYTES; i++) {
            int character = Magic.byteAt(bytes, index + i);
            if (character < ' ' || character > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(int character) {
        return character >= 'A' && character <= 'Z' || character >= 'a' && character <= 'z';
    }
}
