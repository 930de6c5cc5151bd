package io.github.camelelevenlabs.stt.audio.detect;

import io.github.camelelevenlabs.stt.audio.ffmpeg.AudioTrack;
import io.github.camelelevenlabs.stt.audio.ffmpeg.DecodeCommand;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The file formats that are identified by their first bytes, and how ffmpeg decodes them. */
public enum Container {
    WAV(
            "WAV",
            "wav",
            "wav wave bwf rf64",
            "audio/wav audio/x-wav audio/wave audio/vnd.wave audio/x-pn-wav",
            head -> (starts(head, "RIFF") || starts(head, "RF64") || starts(head, "BW64") || starts(head, "RIFX"))
                    && !List.of("AVI ", "QLCM", "XWMA").stream().anyMatch(kind -> Magic.isAt(head, 8, kind))),
    AIFF(
            "AIFF",
            "aiff",
            "aif aiff aifc",
            "audio/aiff audio/x-aiff",
            head -> starts(head, "FORM") && Magic.isAt(head, 8, "AIF")),
    AU("AU", "au", "au snd", "audio/x-au", ".snd"),
    MP3(
            "MP3",
            "mp3",
            "mp3 mp2 mpga",
            "audio/mpeg audio/mp3 audio/mpeg3 audio/x-mpeg audio/x-mp3",
            FrameSync.MPEG_AUDIO::isAtStartOf),
    OGG(
            "Ogg",
            "ogg",
            "ogg oga ogv opus spx",
            "audio/ogg audio/opus application/ogg audio/x-ogg audio/vorbis video/ogg",
            "OggS"),
    FLAC("FLAC", "flac", "flac", "audio/flac audio/x-flac", "fLaC"),
    MP4(
            "MP4",
            "mov",
            "mp4 m4a m4b m4v mov 3gp 3g2",
            "audio/mp4 video/mp4 audio/x-m4a audio/m4a video/quicktime audio/3gpp video/3gpp",
            Mp4Start::isAtStartOf),
    MATROSKA(
            "WebM or Matroska",
            "matroska",
            "webm weba mkv mka",
            "audio/webm video/webm audio/x-matroska video/x-matroska",
            "\u001A\u0045\u00DF\u00A3"),
    AAC(
            "AAC (ADTS)",
            "aac",
            "aac",
            "audio/aac audio/aacp audio/x-aac audio/x-hx-aac-adts",
            FrameSync.ADTS::isAtStartOf),
    ASF(
            "ASF (WMA)",
            "asf",
            "wma asf wmv",
            "audio/x-ms-wma video/x-ms-asf video/x-ms-wmv application/vnd.ms-asf",
            "\u0030\u0026\u00B2\u0075\u008E\u0066\u00CF\u0011"),
    CAF("CAF", "caf", "caf", "audio/x-caf", "caff"),
    AMR("AMR", "amr", "amr awb", "audio/amr audio/amr-wb", "#!AMR"),
    AVI(
            "AVI",
            "avi",
            "avi",
            "video/x-msvideo video/avi video/msvideo",
            head -> starts(head, "RIFF") && Magic.isAt(head, 8, "AVI ")),
    FLV("FLV", "flv", "flv", "video/x-flv", "FLV\u0001"),
    MPEG_TS(
            "MPEG-TS",
            "mpegts",
            "ts m2ts mts",
            "video/mp2t audio/mp2t",
            head -> FrameSync.TRANSPORT_STREAM.isRunIn(head) || FrameSync.TIMED_TRANSPORT_STREAM.isRunIn(head)),
    MPEG_PS("MPEG-PS", "mpeg", "mpg mpeg vob", "video/mpeg", "\u0000\u0000\u0001\u00BA"),
    WAVPACK("WavPack", "wv", "wv", "audio/x-wavpack", "wvpk"),
    WAVE64("Wave64", "w64", "w64", "audio/x-w64", "riff\u002E\u0091\u00CF\u0011"),
    AC_3("AC-3", "ac3", "ac3", "audio/ac3 audio/vnd.dolby.dd-raw", FrameSync.AC_3::isRunIn),
    E_AC_3("E-AC-3", "eac3", "eac3 ec3", "audio/eac3", FrameSync.E_AC_3::isRunIn),
    DTS("DTS", "dts", "dts", "audio/vnd.dts audio/x-dts", Container::isDts),
    APE("Monkey's Audio", "ape", "ape", "audio/ape audio/x-ape", "MAC "),
    TTA("TTA", "tta", "tta", "audio/x-tta", "TTA1"),
    MUSEPACK("Musepack", "mpc", "mpc mp+", "audio/x-musepack", "MP+"),
    MUSEPACK_8("Musepack", "mpc8", "", "audio/musepack", "MPCK"),
    TAK("TAK", "tak", "tak", "audio/x-tak", "tBaK"),
    SHORTEN("Shorten", "shn", "shn", "audio/x-shorten", "ajkg"),
    VOC("VOC", "voc", "voc", "audio/x-voc", "Creative Voice File\u001A"),
    SPHERE("NIST SPHERE", "nistsphere", "sph nist", "audio/x-nist", "NIST_1A\n"),
    REAL(
            "RealAudio",
            "rm",
            "ra rm ram",
            "audio/vnd.rn-realaudio audio/x-pn-realaudio application/vnd.rn-realmedia",
            ".RMF",
            ".ra\u00FD"),
    DSS("DSS", "dss", "dss", "audio/x-dss", "\u0002dss", "\u0003dss"),
    QCP(
            "QCP",
            "qcp",
            "qcp",
            "audio/qcelp audio/vnd.qcelp",
            head -> starts(head, "RIFF") && Magic.isAt(head, 8, "QLCM")),
    XWMA("xWMA", "xwma", "xwma", "", head -> starts(head, "RIFF") && Magic.isAt(head, 8, "XWMA")),
    SOX("SoX", "sox", "sox", "audio/x-sox", ".SoX", "XoS."),
    MXF("MXF", "mxf", "mxf", "application/mxf", "\u0006\u000E\u002B\u0034\u0002\u0005\u0001\u0001");

    public static final int BYTES_TO_RECOGNISE = 12;

    /** The limit for bytes before the first whole frame, plus several frames. */
    private static final int BYTES_TO_FIND_FRAMES = 8 * 1024;

    private final String title;
    private final String ffmpegName;
    private final Set<String> extensions;
    private final Set<String> contentTypes;
    private final Predicate<ByteBuffer> magic;

    /** @param magics any of which stands at the start of a file */
    Container(String title, String ffmpegName, String extensions, String contentTypes, String... magics) {
        this(
                title,
                ffmpegName,
                extensions,
                contentTypes,
                head -> Arrays.stream(magics).anyMatch(magic -> Magic.isAtStart(head, magic)));
    }

    /**
     * @param title the name in messages
     * @param ffmpegName the name of the demuxer
     * @param extensions of file names, in lower case and separated by spaces
     * @param contentTypes in lower case and separated by spaces
     */
    Container(String title, String ffmpegName, String extensions, String contentTypes, Predicate<ByteBuffer> magic) {
        this.title = title;
        this.ffmpegName = ffmpegName;
        this.extensions = ContentType.words(extensions);
        this.contentTypes = ContentType.words(contentTypes);
        this.magic = magic;
    }

    /**
     * The format whose files begin with these bytes. The position of the buffer stays the same. Radio servers start
     * in the middle of a frame; then the declared format counts, if its frames follow.
     */
    public static Optional<Container> of(ByteBuffer head, Optional<Container> declared) {
        return Arrays.stream(values())
                .filter(one -> one.magic.test(head))
                .findFirst()
                .or(() -> declared.filter(one ->
                        one.frames().filter(sync -> sync.isRunWithin(head)).isPresent()));
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

    /**
     * How to find frames in the middle of the stream, where a format consists of frames only; empty for a format whose
     * header is needed.
     */
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
                || starts(head, "\u00FF\u001F\u0000\u00E8") && Magic.isAt(head, 5, "\u0007");
    }

    private static boolean starts(ByteBuffer head, String magic) {
        return Magic.isAtStart(head, magic);
    }
}
