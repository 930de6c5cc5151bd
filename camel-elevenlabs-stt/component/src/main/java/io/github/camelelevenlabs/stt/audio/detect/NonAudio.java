package io.github.camelelevenlabs.stt.audio.detect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Files that are often sent by mistake and are not audio, or audio that no decoder here supports. Sent as raw samples
 * they would be noise, which costs money. Each is identified by enough bytes that samples do not match by chance.
 */
public final class NonAudio {

    private record Kind(String title, Predicate<ByteBuffer> magic) {}

    private static final String UNPACK = " and has to be unpacked before";

    private static final List<Kind> KINDS = List.of(
            kind("a PDF document", "%PDF-"),
            kind("a zip archive (as docx, xlsx, jar and epub are)" + UNPACK, "PK\3\4"),
            kind("a zip archive" + UNPACK, "PK\5\6"),
            kind("a zip archive" + UNPACK, "PK\7\b"),
            new Kind("compressed with gzip; unmarshal().gzipDeflater() unpacks it", NonAudio::isGzip),
            new Kind(
                    "compressed with bzip2" + UNPACK,
                    head -> Magic.isAtStart(head, "BZh") && Magic.isAt(head, 4, "1AY&SY")),
            kind("compressed with xz" + UNPACK, "\u00FD7zXZ\0"),
            kind("compressed with zstd; unmarshal().zstd() unpacks it", "(\u00B5/\u00FD"),
            kind("compressed with lz4" + UNPACK, "\4\"M\u0018"),
            kind("compressed with lzip" + UNPACK, "LZIP\1"),
            kind("compressed with snappy" + UNPACK, "\u00FF\u0006\u0000\u0000sNaPpY"),
            kind("a 7z archive" + UNPACK, "7z\u00BC\u00AF\u0027\u001C"),
            kind("a RAR archive" + UNPACK, "Rar!\u001A\u0007"),
            kind("a cabinet archive" + UNPACK, "MSCF\0\0\0\0"),
            kind("an archive of ar" + UNPACK, "!<arch>\n"),
            kind("a cpio archive" + UNPACK, "07070"),
            new Kind("a tar archive" + UNPACK, head -> Magic.isAt(head, 257, "ustar")),
            new Kind("framed as aws-chunked; the chunks have to be joined before", AwsChunks::isStartOf),
            new Kind("a JPEG image", NonAudio::isJpeg),
            kind("a PNG image", "\u0089PNG\r\n\u001A\n"),
            kind("a GIF image", "GIF8"),
            kind("a TIFF image", "II*\0\b\0\0\0"),
            kind("a TIFF image", "MM\0*\0\0\0\b"),
            new Kind("a BMP image", NonAudio::isBmp),
            new Kind("a WebP image", head -> isRiff(head, "WEBP")),
            new Kind("an HEIF or AVIF image", NonAudio::isHeif),
            kind("a JPEG 2000 image", "\0\0\0\fjP  \r\n"),
            kind("a JPEG XL image", "\0\0\0\fJXL \r\n"),
            kind("a Photoshop image", "8BPS\0\1"),
            kind("a MIDI file: notes, no sound", "MThd\0\0\0\6"),
            new Kind("a MIDI file: notes, no sound", head -> isRiff(head, "RMID")),
            kind("an SQLite database", "SQLite format 3\0"),
            kind("a program (ELF)", "\u007FELF"),
            new Kind("a program (PE)", NonAudio::isPortableExecutable),
            kind("a program (Mach-O)", "\u00CF\u00FA\u00ED\u00FE"),
            new Kind("a Java class", NonAudio::isJavaClass),
            kind("a serialised Java object", "\u00AC\u00ED\0\5"),
            kind("a program (WebAssembly)", "\0asm\1\0\0\0"),
            kind("an old Office document, such as .doc", "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1"),
            kind("a Parquet file", "PAR1"),
            kind("an Avro file", "Obj\1"),
            kind("an HDF5 file", "\u0089HDF\r\n\u001A\n"),
            kind("a NumPy array; send its samples alone", "\u0093NUMPY"),
            kind("a property list", "bplist00"),
            kind("a capture of network packets", "\u00D4\u00C3\u00B2\u00A1\2\0\4\0"),
            kind("a font", "wOF2"),
            kind("a font", "OTTO\0"),
            kind("SILK, which nothing here decodes", "#!SILK_V3"),
            kind("SILK, which nothing here decodes", "\2#!SILK_V3"),
            kind("DSS Pro (DS2), which nothing here decodes", "\3ds2"),
            kind("EVRC, which nothing here decodes", "#!EVRC"),
            kind("QCELP, which nothing here decodes", "#!QCELP"),
            kind("SMV, which nothing here decodes", "#!SMV"),
            kind("OptimFROG, which nothing here decodes", "OFR "),
            kind("LA, which nothing here decodes", "LA04"));

    private NonAudio() {}

    /** The kind of file that begins with these bytes, such as {@code a PDF document}; empty when it may be audio. */
    public static Optional<String> nameOf(ByteBuffer head) {
        return KINDS.stream()
                .filter(kind -> kind.magic().test(head))
                .map(Kind::title)
                .findFirst();
    }

    private static Kind kind(String title, String magic) {
        return new Kind(title, head -> Magic.isAtStart(head, magic));
    }

    private static boolean isRiff(ByteBuffer head, String kind) {
        return Magic.isAtStart(head, "RIFF") && Magic.isAt(head, 8, kind);
    }

    /** Three bytes, flags of which three are reserved, and a known operating system. */
    private static boolean isGzip(ByteBuffer head) {
        if (head.remaining() < 10 || !Magic.isAtStart(head, "\u001F\u008B\b")) {
            return false;
        }
        int system = Magic.byteAt(head, 9);
        return (Magic.byteAt(head, 3) & 0xE0) == 0 && (system <= 19 || system == 0xFF);
    }

    /** The first segment must be one that can begin an image. */
    private static boolean isJpeg(ByteBuffer head) {
        if (!Magic.isAtStart(head, "\u00FF\u00D8\u00FF") || head.remaining() < 6) {
            return false;
        }
        int segment = Magic.byteAt(head, 3);
        return segment >= 0xE0 && segment <= 0xEF || segment == 0xDB || segment == 0xC0 || segment == 0xFE;
    }

    /** Two bytes, later four zeros, and a header length that exists. */
    private static boolean isBmp(ByteBuffer head) {
        if (head.remaining() < 18 || !Magic.isAtStart(head, "BM") || !Magic.isAt(head, 6, "\0\0\0\0")) {
            return false;
        }
        return List.of(12L, 40L, 52L, 56L, 64L, 108L, 124L)
                .contains(Magic.number(head, 14, 4, ByteOrder.LITTLE_ENDIAN));
    }

    private static boolean isHeif(ByteBuffer head) {
        return Magic.isAt(head, 4, "ftyp")
                && List.of("heic", "heix", "heim", "heis", "mif1", "avif", "avis").stream()
                        .anyMatch(brand -> Magic.isAt(head, 8, brand));
    }

    /** The old DOS header contains the position of the new one. */
    private static boolean isPortableExecutable(ByteBuffer head) {
        if (head.remaining() < 64 || !Magic.isAtStart(head, "MZ")) {
            return false;
        }
        long at = Magic.number(head, 60, 4, ByteOrder.LITTLE_ENDIAN);
        return at >= 64 && at <= head.remaining() - 4 && Magic.isAt(head, (int) at, "PE\0\0");
    }

    private static boolean isJavaClass(ByteBuffer head) {
        return head.remaining() >= 8
                && Magic.isAtStart(head, "\u00CA\u00FE\u00BA\u00BE\0\0\0")
                && Magic.byteAt(head, 7) >= 45;
    }
}
