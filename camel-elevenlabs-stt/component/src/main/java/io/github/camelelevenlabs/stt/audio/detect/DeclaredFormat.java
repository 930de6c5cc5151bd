package io.github.camelelevenlabs.stt.audio.detect;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.audio.pcm.SampleEncoding;
import io.github.camelelevenlabs.stt.audio.pcm.SampleLayout;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The format that the content type or the file name of a recording declares. It counts when the first bytes match no
 * other format.
 */
public sealed interface DeclaredFormat {

    /**
     * Raw samples without a header.
     *
     * @param orderOpen whether the byte order is only the usual one for the declared type
     */
    record Raw(SampleLayout layout, boolean orderOpen) implements DeclaredFormat {
        Raw(PcmFormat format) {
            this(SampleLayout.of(format));
        }

        Raw(SampleLayout layout) {
            this(layout, false);
        }
    }

    /** A file format. The first bytes must match it. */
    record Contained(Container format) implements DeclaredFormat {
        @Override
        public Optional<Container> container() {
            return Optional.of(format);
        }
    }

    /** A type that is not accepted, and the reason. */
    record Refused(String why) implements DeclaredFormat {}

    /** A file name without a known extension, such as {@code talk} or {@code talk.bin}. */
    record Unknown() implements DeclaredFormat {}

    /** There is neither a content type nor a file name. */
    record Nothing() implements DeclaredFormat {}

    /** The declared file format, if there is one. */
    default Optional<Container> container() {
        return Optional.empty();
    }

    /** Content types that say nothing about the format. The last one is what curl sends with every upload. */
    Set<String> UNSAID = Set.of(
            "application/octet-stream", "binary/octet-stream", "*/*", "audio/*", "application/x-www-form-urlencoded");

    /** File extensions that are refused, whatever the bytes look like. */
    Map<String, String> OTHER_FILES = Map.ofEntries(
            Map.entry("txt", "a text"),
            Map.entry("md", "a text"),
            Map.entry("log", "a text"),
            Map.entry("csv", "a table"),
            Map.entry("json", "JSON"),
            Map.entry("xml", "XML"),
            Map.entry("yaml", "YAML"),
            Map.entry("yml", "YAML"),
            Map.entry("html", "an HTML page"),
            Map.entry("htm", "an HTML page"),
            Map.entry("srt", "subtitles"),
            Map.entry("vtt", "subtitles"),
            Map.entry("m3u", "a playlist"),
            Map.entry("m3u8", "a playlist"),
            Map.entry("pls", "a playlist"),
            Map.entry("pdf", "a PDF document"),
            Map.entry("doc", "an Office document"),
            Map.entry("docx", "an Office document"),
            Map.entry("xls", "an Office document"),
            Map.entry("xlsx", "an Office document"),
            Map.entry("ppt", "an Office document"),
            Map.entry("pptx", "an Office document"),
            Map.entry("zip", "an archive"),
            Map.entry("7z", "an archive"),
            Map.entry("rar", "an archive"),
            Map.entry("tar", "an archive"),
            Map.entry("tgz", "an archive"),
            Map.entry("gz", "a compressed file"),
            Map.entry("bz2", "a compressed file"),
            Map.entry("xz", "a compressed file"),
            Map.entry("zst", "a compressed file"),
            Map.entry("jpg", "an image"),
            Map.entry("jpeg", "an image"),
            Map.entry("png", "an image"),
            Map.entry("gif", "an image"),
            Map.entry("bmp", "an image"),
            Map.entry("tif", "an image"),
            Map.entry("tiff", "an image"),
            Map.entry("webp", "an image"),
            Map.entry("heic", "an image"),
            Map.entry("svg", "an image"),
            Map.entry("mid", "a MIDI file"),
            Map.entry("midi", "a MIDI file"),
            Map.entry("exe", "a program"),
            Map.entry("class", "a program"),
            Map.entry("jar", "a program"),
            Map.entry("db", "a database"),
            Map.entry("sqlite", "a database"));

    /** The format that the content type declares, or else the file name; both may be null. */
    static DeclaredFormat of(String contentType, String fileName) {
        return ContentType.parse(contentType)
                .filter(type -> !UNSAID.contains(type.name()))
                .map(DeclaredFormat::ofContentType)
                .orElseGet(() -> ofFileName(fileName));
    }

    private static DeclaredFormat ofContentType(ContentType type) {
        Optional<Container> container = Container.ofContentType(type.name());
        if (container.isPresent()) {
            return new Contained(container.get());
        }
        return PcmContentType.isNameOf(type) ? PcmContentType.declaredFormat(type) : new Refused("not accepted");
    }

    private static DeclaredFormat ofFileName(String fileName) {
        if (fileName == null || fileName.isBlank()) {
            return new Nothing();
        }
        int dot = fileName.lastIndexOf('.');
        if (dot < 0) {
            return new Unknown();
        }
        String extension = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "pcm", "raw" -> new Raw(PcmFormat.PCM_16000);
            case "ulaw", "ul", "mulaw" -> new Raw(PcmFormat.ULAW_8000);
            case "alaw", "al" -> new Raw(new SampleLayout(SampleEncoding.A_LAW, BIG_ENDIAN, 1, 8_000));
            case "sln" -> new Raw(PcmFormat.PCM_8000);
            case "sln16" -> new Raw(PcmFormat.PCM_16000);
            case "sln24" -> new Raw(PcmFormat.PCM_24000);
            case "sln48" -> new Raw(PcmFormat.PCM_48000);
            default ->
                Container.ofExtension(extension)
                        .<DeclaredFormat>map(Contained::new)
                        .or(() -> Optional.ofNullable(OTHER_FILES.get(extension))
                                .map(what -> new Refused("named as " + what)))
                        .orElseGet(Unknown::new);
        };
    }
}
