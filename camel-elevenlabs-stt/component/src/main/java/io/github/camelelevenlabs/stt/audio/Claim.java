package io.github.camelelevenlabs.stt.audio;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a recording's content type or file name claims that it is; it counts when the first bytes show nothing else. */
sealed interface Claim {

    /** Samples without a header. */
    record Raw(PcmFormat format) implements Claim {}

    /** A file format, which its first bytes must then show. */
    record Contained(Container container) implements Claim {}

    /** Something that cannot be taken, and why. */
    record Refused(String why) implements Claim {}

    /** Says nothing. */
    record Nothing() implements Claim {}

    /** The content types of bytes whose sender did not say; the last one is what curl puts on every upload. */
    Set<String> UNSAID = Set.of(
            "application/octet-stream", "binary/octet-stream", "*/*", "audio/*", "application/x-www-form-urlencoded");

    Set<String> LINEAR = Set.of("audio/pcm", "audio/x-pcm", "audio/raw", "audio/x-raw");

    Set<String> MU_LAW =
            Set.of("audio/basic", "audio/mulaw", "audio/x-mulaw", "audio/ulaw", "audio/x-ulaw", "audio/pcmu");

    /** What the content type says, or else the file name. */
    static Claim of(AudioHint hint) {
        return ContentType.parse(hint.contentType())
                .filter(type -> !UNSAID.contains(type.name()))
                .map(Claim::ofContentType)
                .orElseGet(() -> ofFileName(hint.fileName()));
    }

    private static Claim ofContentType(ContentType type) {
        Optional<Container> container = Container.ofContentType(type.name());
        if (container.isPresent()) {
            return new Contained(container.get());
        }
        if (LINEAR.contains(type.name())) {
            return linear(type);
        }
        if (MU_LAW.contains(type.name())) {
            return muLaw(type);
        }
        if (type.name().equals("audio/l16")) {
            return new Refused("big-endian PCM, which is not accepted yet");
        }
        return new Refused("not accepted");
    }

    private static Claim linear(ContentType type) {
        String rate = type.parameter("rate", "16000");
        String encoding = type.parameter("format", "S16LE");
        return PcmFormat.named("pcm_" + rate)
                .filter(format -> isMono(type) && encoding.equalsIgnoreCase("S16LE"))
                .<Claim>map(Raw::new)
                .orElseGet(() -> new Refused("not accepted with these parameters"));
    }

    private static Claim muLaw(ContentType type) {
        return isMono(type) && type.parameter("rate", "8000").equals("8000")
                ? new Raw(PcmFormat.ULAW_8000)
                : new Refused("not accepted with these parameters");
    }

    private static boolean isMono(ContentType type) {
        return type.parameter("channels", "1").equals("1");
    }

    private static Claim ofFileName(String fileName) {
        int dot = fileName == null ? -1 : fileName.lastIndexOf('.');
        if (dot < 0) {
            return new Nothing();
        }
        String extension = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "pcm", "raw" -> new Raw(PcmFormat.PCM_16000);
            case "ulaw", "ul", "mulaw" -> new Raw(PcmFormat.ULAW_8000);
            default ->
                Container.ofExtension(extension).<Claim>map(Contained::new).orElseGet(Nothing::new);
        };
    }
}
