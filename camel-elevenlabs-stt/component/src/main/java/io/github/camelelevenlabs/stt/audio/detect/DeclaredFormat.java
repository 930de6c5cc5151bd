package io.github.camelelevenlabs.stt.audio.detect;

import static io.github.camelelevenlabs.stt.audio.detect.ContentType.words;
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
            this(SampleLayout.of(format), false);
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

    /** The kinds of files that are refused, whatever the bytes look like, with their extensions. */
    Map<String, Set<String>> OTHER_FILES = Map.ofEntries(
            Map.entry("a text", words("txt md log")),
            Map.entry("a table", words("csv")),
            Map.entry("JSON", words("json")),
            Map.entry("XML", words("xml")),
            Map.entry("YAML", words("yaml yml")),
            Map.entry("an HTML page", words("html htm")),
            Map.entry("subtitles", words("srt vtt")),
            Map.entry("a playlist", words("m3u m3u8 pls")),
            Map.entry("a PDF document", words("pdf")),
            Map.entry("an Office document", words("doc docx xls xlsx ppt pptx")),
            Map.entry("an archive", words("zip 7z rar tar tgz")),
            Map.entry("a compressed file", words("gz bz2 xz zst")),
            Map.entry("an image", words("jpg jpeg png gif bmp tif tiff webp heic svg")),
            Map.entry("a MIDI file", words("mid midi")),
            Map.entry("a program", words("exe class jar")),
            Map.entry("a database", words("db sqlite")));

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
            case "alaw", "al" -> new Raw(new SampleLayout(SampleEncoding.A_LAW, BIG_ENDIAN, 1, 8_000), false);
            case "sln" -> new Raw(PcmFormat.PCM_8000);
            case "sln16" -> new Raw(PcmFormat.PCM_16000);
            case "sln24" -> new Raw(PcmFormat.PCM_24000);
            case "sln48" -> new Raw(PcmFormat.PCM_48000);
            default ->
                Container.ofExtension(extension)
                        .<DeclaredFormat>map(Contained::new)
                        .or(() -> OTHER_FILES.entrySet().stream()
                                .filter(other -> other.getValue().contains(extension))
                                .findFirst()
                                .map(other -> new Refused("named as " + other.getKey())))
                        .orElseGet(Unknown::new);
        };
    }
}
