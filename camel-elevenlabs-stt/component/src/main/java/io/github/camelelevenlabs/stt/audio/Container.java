package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The file formats that are told apart by their first bytes, and what decodes them, if anything does. */
enum Container {
    WAV(
            "WAV",
            List.of("wav", "wave", "bwf", "rf64"),
            List.of("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave", "audio/x-pn-wav"),
            head -> starts(head, "RIFF") || starts(head, "RF64") || starts(head, "BW64") || starts(head, "RIFX"),
            WavDecoder::new),
    MP3(
            "MP3",
            List.of("mp3", "mp2", "mpga"),
            List.of("audio/mpeg", "audio/mp3", "audio/mpeg3", "audio/x-mpeg", "audio/x-mp3"),
            head -> starts(head, "ID3") || isMpegFrame(head)),
    OGG(
            "Ogg",
            List.of("ogg", "oga", "opus", "spx"),
            List.of("audio/ogg", "audio/opus", "application/ogg", "audio/x-ogg", "audio/vorbis"),
            head -> starts(head, "OggS")),
    FLAC("FLAC", List.of("flac"), List.of("audio/flac", "audio/x-flac"), head -> starts(head, "fLaC")),
    MP4(
            "MP4",
            List.of("mp4", "m4a", "m4b", "m4v", "mov", "3gp"),
            List.of(
                    "audio/mp4",
                    "video/mp4",
                    "audio/x-m4a",
                    "audio/m4a",
                    "video/quicktime",
                    "audio/3gpp",
                    "video/3gpp"),
            head -> contains(head, 4, "ftyp")),
    MATROSKA(
            "WebM or Matroska",
            List.of("webm", "weba", "mkv", "mka"),
            List.of("audio/webm", "video/webm", "audio/x-matroska", "video/x-matroska"),
            head -> starts(head, "\u001A\u0045\u00DF\u00A3")),
    AIFF(
            "AIFF",
            List.of("aif", "aiff", "aifc"),
            List.of("audio/aiff", "audio/x-aiff"),
            head -> starts(head, "FORM") && contains(head, 8, "AIF")),
    AU("AU", List.of("au", "snd"), List.of("audio/x-au"), head -> starts(head, ".snd")),
    AAC(
            "AAC (ADTS)",
            List.of("aac"),
            List.of("audio/aac", "audio/aacp", "audio/x-aac", "audio/x-hx-aac-adts"),
            Container::isAdtsFrame),
    ASF(
            "ASF (WMA)",
            List.of("wma", "asf", "wmv"),
            List.of("audio/x-ms-wma", "video/x-ms-asf", "video/x-ms-wmv"),
            head -> starts(head, "\u0030\u0026\u00B2\u0075\u008E\u0066\u00CF\u0011")),
    CAF("CAF", List.of("caf"), List.of("audio/x-caf"), head -> starts(head, "caff")),
    AMR("AMR", List.of("amr", "awb"), List.of("audio/amr", "audio/amr-wb"), head -> starts(head, "#!AMR"));

    /** With this many first bytes, or all there are, {@link #of} says all it can. */
    static final int BYTES_TO_RECOGNISE = 12;

    private final String title;
    private final List<String> extensions;
    private final List<String> contentTypes;
    private final Predicate<ByteBuffer> magic;
    private final Supplier<Decoder> decoder;

    Container(
            String title,
            List<String> extensions,
            List<String> contentTypes,
            Predicate<ByteBuffer> magic,
            Supplier<Decoder> decoder) {
        this.title = title;
        this.extensions = extensions;
        this.contentTypes = contentTypes;
        this.magic = magic;
        this.decoder = decoder;
    }

    Container(String title, List<String> extensions, List<String> contentTypes, Predicate<ByteBuffer> magic) {
        this(title, extensions, contentTypes, magic, null);
    }

    /** What begins with these bytes, which stay where they are. */
    static Optional<Container> of(ByteBuffer head) {
        return Arrays.stream(values()).filter(one -> one.magic.test(head)).findFirst();
    }

    /** What files of this extension are, in lower case and without its dot. */
    static Optional<Container> ofExtension(String extension) {
        return Arrays.stream(values())
                .filter(one -> one.extensions.contains(extension))
                .findFirst();
    }

    /** What has this content type, in lower case and without parameters. */
    static Optional<Container> ofContentType(String contentType) {
        return Arrays.stream(values())
                .filter(one -> one.contentTypes.contains(contentType))
                .findFirst();
    }

    /** A new decoder, or empty when none of ours reads this. */
    Optional<Decoder> decoder() {
        return Optional.ofNullable(decoder).map(Supplier::get);
    }

    /** Whether raw samples begin like this now and then: a frame's sync is a dozen bits, an ID3 tag is not. */
    static boolean isMistakable(ByteBuffer head) {
        return isMpegFrame(head) || isAdtsFrame(head);
    }

    @Override
    public String toString() {
        return title;
    }

    private static boolean starts(ByteBuffer head, String magic) {
        return contains(head, 0, magic);
    }

    private static boolean contains(ByteBuffer head, int at, String magic) {
        if (head.remaining() < at + magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if (byteAt(head, at + i) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Eleven bits of sync, then a version, layer, bit rate and sample rate that exist. Layer I and the free bit rate
     * exist too, but no longer occur, and quiet samples around -1 look like them.
     */
    private static boolean isMpegFrame(ByteBuffer head) {
        if (head.remaining() < 4 || byteAt(head, 0) != 0xFF || (byteAt(head, 1) & 0xE0) != 0xE0) {
            return false;
        }
        int version = byteAt(head, 1) >> 3 & 0b11;
        int layer = byteAt(head, 1) >> 1 & 0b11;
        int bitRate = byteAt(head, 2) >> 4;
        int sampleRate = byteAt(head, 2) >> 2 & 0b11;
        return version != 0b01
                && (layer == 0b01 || layer == 0b10)
                && bitRate != 0
                && bitRate != 0b1111
                && sampleRate != 0b11;
    }

    /** Twelve bits of sync, layer 0, and one of the 13 sample rates. */
    private static boolean isAdtsFrame(ByteBuffer head) {
        return head.remaining() >= 4
                && byteAt(head, 0) == 0xFF
                && (byteAt(head, 1) & 0xF6) == 0xF0
                && (byteAt(head, 2) >> 2 & 0b1111) < 13;
    }

    private static int byteAt(ByteBuffer head, int index) {
        return head.get(head.position() + index) & 0xFF;
    }
}
