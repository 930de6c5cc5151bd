package io.github.camelelevenlabs.stt.audio.detect;

import io.github.camelelevenlabs.stt.audio.ffmpeg.AudioTrack;
import io.github.camelelevenlabs.stt.audio.ffmpeg.DecodeCommand;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The file formats that are identified by their first bytes, and how ffmpeg decodes them. */
public enum Container {
    WAV(
            "WAV",
            "wav",
            List.of("wav", "wave", "bwf", "rf64"),
            List.of("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave", "audio/x-pn-wav"),
            head -> (starts(head, "RIFF") || starts(head, "RF64") || starts(head, "BW64") || starts(head, "RIFX"))
                    && !List.of("AVI ", "QLCM", "XWMA").stream().anyMatch(kind -> contains(head, 8, kind))),
    AIFF(
            "AIFF",
            "aiff",
            List.of("aif", "aiff", "aifc"),
            List.of("audio/aiff", "audio/x-aiff"),
            head -> starts(head, "FORM") && contains(head, 8, "AIF")),
    AU("AU", "au", List.of("au", "snd"), List.of("audio/x-au"), head -> starts(head, ".snd")),
    MP3(
            "MP3",
            "mp3",
            List.of("mp3", "mp2", "mpga"),
            List.of("audio/mpeg", "audio/mp3", "audio/mpeg3", "audio/x-mpeg", "audio/x-mp3"),
            FrameSync.MPEG_AUDIO::isAtStartOf),
    OGG(
            "Ogg",
            "ogg",
            List.of("ogg", "oga", "ogv", "opus", "spx"),
            List.of("audio/ogg", "audio/opus", "application/ogg", "audio/x-ogg", "audio/vorbis", "video/ogg"),
            head -> starts(head, "OggS")),
    FLAC("FLAC", "flac", List.of("flac"), List.of("audio/flac", "audio/x-flac"), head -> starts(head, "fLaC")),
    MP4(
            "MP4",
            "mov",
            List.of("mp4", "m4a", "m4b", "m4v", "mov", "3gp", "3g2"),
            List.of(
                    "audio/mp4",
                    "video/mp4",
                    "audio/x-m4a",
                    "audio/m4a",
                    "video/quicktime",
                    "audio/3gpp",
                    "video/3gpp"),
            Mp4Start::isAtStartOf),
    MATROSKA(
            "WebM or Matroska",
            "matroska",
            List.of("webm", "weba", "mkv", "mka"),
            List.of("audio/webm", "video/webm", "audio/x-matroska", "video/x-matroska"),
            head -> starts(head, "\u001A\u0045\u00DF\u00A3")),
    AAC(
            "AAC (ADTS)",
            "aac",
            List.of("aac"),
            List.of("audio/aac", "audio/aacp", "audio/x-aac", "audio/x-hx-aac-adts"),
            FrameSync.ADTS::isAtStartOf),
    ASF(
            "ASF (WMA)",
            "asf",
            List.of("wma", "asf", "wmv"),
            List.of("audio/x-ms-wma", "video/x-ms-asf", "video/x-ms-wmv", "application/vnd.ms-asf"),
            head -> starts(head, "\u0030\u0026\u00B2\u0075\u008E\u0066\u00CF\u0011")),
    CAF("CAF", "caf", List.of("caf"), List.of("audio/x-caf"), head -> starts(head, "caff")),
    AMR("AMR", "amr", List.of("amr", "awb"), List.of("audio/amr", "audio/amr-wb"), head -> starts(head, "#!AMR")),
    AVI(
            "AVI",
            "avi",
            List.of("avi"),
            List.of("video/x-msvideo", "video/avi", "video/msvideo"),
            head -> starts(head, "RIFF") && contains(head, 8, "AVI ")),
    FLV("FLV", "flv", List.of("flv"), List.of("video/x-flv"), head -> starts(head, "FLV\u0001")),
    MPEG_TS(
            "MPEG-TS",
            "mpegts",
            List.of("ts", "m2ts", "mts"),
            List.of("video/mp2t", "audio/mp2t"),
            head -> FrameSync.TRANSPORT_STREAM.isRunIn(head) || FrameSync.TIMED_TRANSPORT_STREAM.isRunIn(head)),
    MPEG_PS(
            "MPEG-PS",
            "mpeg",
            List.of("mpg", "mpeg", "vob"),
            List.of("video/mpeg"),
            head -> starts(head, "\u0000\u0000\u0001\u00BA")),
    WAVPACK("WavPack", "wv", List.of("wv"), List.of("audio/x-wavpack"), head -> starts(head, "wvpk")),
    WAVE64(
            "Wave64",
            "w64",
            List.of("w64"),
            List.of("audio/x-w64"),
            head -> starts(head, "riff\u002E\u0091\u00CF\u0011")),
    AC_3("AC-3", "ac3", List.of("ac3"), List.of("audio/ac3", "audio/vnd.dolby.dd-raw"), FrameSync.AC_3::isRunIn),
    E_AC_3("E-AC-3", "eac3", List.of("eac3", "ec3"), List.of("audio/eac3"), FrameSync.E_AC_3::isRunIn),
    DTS("DTS", "dts", List.of("dts"), List.of("audio/vnd.dts", "audio/x-dts"), Container::isDts),
    APE("Monkey's Audio", "ape", List.of("ape"), List.of("audio/ape", "audio/x-ape"), head -> starts(head, "MAC ")),
    TTA("TTA", "tta", List.of("tta"), List.of("audio/x-tta"), head -> starts(head, "TTA1")),
    MUSEPACK("Musepack", "mpc", List.of("mpc", "mp+"), List.of("audio/x-musepack"), head -> starts(head, "MP+")),
    MUSEPACK_8("Musepack", "mpc8", List.of(), List.of("audio/musepack"), head -> starts(head, "MPCK")),
    TAK("TAK", "tak", List.of("tak"), List.of("audio/x-tak"), head -> starts(head, "tBaK")),
    SHORTEN("Shorten", "shn", List.of("shn"), List.of("audio/x-shorten"), head -> starts(head, "ajkg")),
    VOC("VOC", "voc", List.of("voc"), List.of("audio/x-voc"), head -> starts(head, "Creative Voice File\u001A")),
    SPHERE(
            "NIST SPHERE",
            "nistsphere",
            List.of("sph", "nist"),
            List.of("audio/x-nist"),
            head -> starts(head, "NIST_1A\n")),
    REAL(
            "RealAudio",
            "rm",
            List.of("ra", "rm", "ram"),
            List.of("audio/vnd.rn-realaudio", "audio/x-pn-realaudio", "application/vnd.rn-realmedia"),
            head -> starts(head, ".RMF") || starts(head, ".ra\u00FD")),
    DSS(
            "DSS",
            "dss",
            List.of("dss"),
            List.of("audio/x-dss"),
            head -> starts(head, "\u0002dss") || starts(head, "\u0003dss")),
    QCP(
            "QCP",
            "qcp",
            List.of("qcp"),
            List.of("audio/qcelp", "audio/vnd.qcelp"),
            head -> starts(head, "RIFF") && contains(head, 8, "QLCM")),
    XWMA("xWMA", "xwma", List.of("xwma"), List.of(), head -> starts(head, "RIFF") && contains(head, 8, "XWMA")),
    SOX("SoX", "sox", List.of("sox"), List.of("audio/x-sox"), head -> starts(head, ".SoX") || starts(head, "XoS.")),
    MXF(
            "MXF",
            "mxf",
            List.of("mxf"),
            List.of("application/mxf"),
            head -> starts(head, "\u0006\u000E\u002B\u0034\u0002\u0005\u0001\u0001"));

    public static final int BYTES_TO_RECOGNISE = 12;

    /** The limit for bytes before the first whole frame, plus several frames. */
    private static final int BYTES_TO_FIND_FRAMES = 8 * 1024;

    private final String title;
    private final String ffmpegName;
    private final List<String> extensions;
    private final List<String> contentTypes;
    private final Predicate<ByteBuffer> magic;

    Container(
            String title,
            String ffmpegName,
            List<String> extensions,
            List<String> contentTypes,
            Predicate<ByteBuffer> magic) {
        this.title = title;
        this.ffmpegName = ffmpegName;
        this.extensions = extensions;
        this.contentTypes = contentTypes;
        this.magic = magic;
    }

    /**
     * The format whose files begin with these bytes. The position of the buffer stays the same. Radio servers start
     * in the middle of a frame; then the declared format counts, if its frames follow.
     */
    public static Optional<Container> of(ByteBuffer head, Optional<Container> declared) {
        return ofFirstBytes(head).or(() -> declared.filter(one -> one.beginsWithin(head)));
    }

    private static Optional<Container> ofFirstBytes(ByteBuffer head) {
        return Arrays.stream(values()).filter(one -> one.magic.test(head)).findFirst();
    }

    /** The format with this file extension, in lower case. */
    static Optional<Container> ofExtension(String extension) {
        return Arrays.stream(values())
                .filter(one -> one.extensions.contains(extension))
                .findFirst();
    }

    /** The format with this content type, in lower case and without parameters. */
    static Optional<Container> ofContentType(String contentType) {
        return Arrays.stream(values())
                .filter(one -> one.contentTypes.contains(contentType))
                .findFirst();
    }

    /** Whether more bytes would not change the result of {@link #of}. */
    public static boolean isEnough(ByteBuffer head, Optional<Container> declared) {
        if (head.remaining() < BYTES_TO_RECOGNISE) {
            return false;
        }
        boolean transport =
                FrameSync.TRANSPORT_STREAM.isAtStartOf(head) || FrameSync.TIMED_TRANSPORT_STREAM.isAtStartOf(head);
        boolean frames = declared.flatMap(Container::frames).isPresent()
                || FrameSync.AC_3.isAtStartOf(head)
                || FrameSync.E_AC_3.isAtStartOf(head);
        return of(head, declared).isPresent()
                || (!transport || head.remaining() >= FrameSync.BYTES_OF_TRANSPORT_RUN)
                        && (!frames || head.remaining() >= BYTES_TO_FIND_FRAMES);
    }

    private boolean beginsWithin(ByteBuffer head) {
        return frames().filter(sync -> sync.isRunWithin(head)).isPresent();
    }

    /** How to find frames in the middle of the stream; empty for a format whose header is needed. */
    public Optional<FrameSync> frames() {
        return switch (this) {
            case MP3 -> Optional.of(FrameSync.MPEG_AUDIO);
            case AAC -> Optional.of(FrameSync.ADTS);
            case AC_3 -> Optional.of(FrameSync.AC_3);
            case E_AC_3 -> Optional.of(FrameSync.E_AC_3);
            case MPEG_TS -> Optional.of(FrameSync.TRANSPORT_STREAM);
            default -> Optional.empty();
        };
    }

    /** Whether the format consists of frames only, so that decoding can start at any frame. */
    public boolean isFrames() {
        return frames().isPresent();
    }

    /** The command with which ffmpeg decodes this format. */
    public DecodeCommand forFfmpeg(AudioTrack track) {
        DecodeCommand.Access access = switch (this) {
            case MP4 -> DecodeCommand.Access.INDEX_FIRST;
            // The packet table may stand at the end of the file, and nothing before it says so.
            case CAF, APE, MUSEPACK_8, REAL, MXF, DSS -> DecodeCommand.Access.ANYWHERE;
            default -> DecodeCommand.Access.IN_ORDER;
        };
        return new DecodeCommand(ffmpegName, access, isTimed(), track);
    }

    /** Whether the container has timestamps. In other formats each sample directly follows the previous one. */
    private boolean isTimed() {
        return switch (this) {
            case MP4, MATROSKA, OGG, MPEG_TS, MPEG_PS, ASF, FLV, AVI -> true;
            default -> false;
        };
    }

    /**
     * Whether raw samples can begin like this by chance: a frame sync has a dozen bits. An ID3 tag cannot occur by
     * chance.
     */
    public static boolean isMistakable(ByteBuffer head) {
        return FrameSync.MPEG_AUDIO.isAtStartOf(head) || FrameSync.ADTS.isAtStartOf(head);
    }

    @Override
    public String toString() {
        return title;
    }

    /** Matches DTS in 16-bit and 14-bit words, in both byte orders. */
    private static boolean isDts(ByteBuffer head) {
        return starts(head, "\u007F\u00FE\u0080\u0001")
                || starts(head, "\u00FE\u007F\u0001\u0080")
                || starts(head, "\u001F\u00FF\u00E8\u0000\u0007")
                || starts(head, "\u00FF\u001F\u0000\u00E8") && contains(head, 5, "\u0007");
    }

    private static boolean starts(ByteBuffer head, String magic) {
        return Magic.isAtStart(head, magic);
    }

    private static boolean contains(ByteBuffer head, int at, String magic) {
        return Magic.isAt(head, at, magic);
    }
}
