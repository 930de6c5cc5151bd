package io.github.camelelevenlabs.stt.audio;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a recording's content type or file name claims that it is; it counts when the first bytes show nothing else. */
sealed interface Claim {

    /** Samples without a header. */
    record Raw(SampleLayout layout) implements Claim {
        Raw(PcmFormat format) {
            this(SampleLayout.of(format));
        }
    }

    /** A file format, which its first bytes must then show. */
    record Contained(Container format) implements Claim {
        @Override
        public Optional<Container> container() {
            return Optional.of(format);
        }
    }

    /** Something that cannot be taken, and why. */
    record Refused(String why) implements Claim {}

    /** Says nothing. */
    record Nothing() implements Claim {}

    /** The file format that is claimed. */
    default Optional<Container> container() {
        return Optional.empty();
    }

    /** The content types of bytes whose sender did not say; the last one is what curl puts on every upload. */
    Set<String> UNSAID = Set.of(
            "application/octet-stream", "binary/octet-stream", "*/*", "audio/*", "application/x-www-form-urlencoded");

    Set<String> LINEAR = Set.of("audio/pcm", "audio/x-pcm", "audio/raw", "audio/x-raw");

    /** How a sample lies in the bytes. */
    record Sample(SampleEncoding encoding, ByteOrder order) {}

    /** The names that GStreamer's caps have for samples, and those that ffmpeg has where they differ. */
    Map<String, Sample> SAMPLES = Map.ofEntries(
            Map.entry("U8", new Sample(SampleEncoding.UNSIGNED_8, LITTLE_ENDIAN)),
            Map.entry("S8", new Sample(SampleEncoding.SIGNED_8, LITTLE_ENDIAN)),
            Map.entry("S16LE", new Sample(SampleEncoding.SIGNED_16, LITTLE_ENDIAN)),
            Map.entry("S16BE", new Sample(SampleEncoding.SIGNED_16, BIG_ENDIAN)),
            Map.entry("S24LE", new Sample(SampleEncoding.SIGNED_24, LITTLE_ENDIAN)),
            Map.entry("S24BE", new Sample(SampleEncoding.SIGNED_24, BIG_ENDIAN)),
            Map.entry("S32LE", new Sample(SampleEncoding.SIGNED_32, LITTLE_ENDIAN)),
            Map.entry("S32BE", new Sample(SampleEncoding.SIGNED_32, BIG_ENDIAN)),
            Map.entry("F32LE", new Sample(SampleEncoding.FLOAT_32, LITTLE_ENDIAN)),
            Map.entry("F32BE", new Sample(SampleEncoding.FLOAT_32, BIG_ENDIAN)),
            Map.entry("F64LE", new Sample(SampleEncoding.FLOAT_64, LITTLE_ENDIAN)),
            Map.entry("F64BE", new Sample(SampleEncoding.FLOAT_64, BIG_ENDIAN)));

    /** Types that say themselves how a sample lies; those of RFC 3551 have the network's byte order. */
    Map<String, Sample> TYPES = Map.ofEntries(
            Map.entry("audio/l8", new Sample(SampleEncoding.UNSIGNED_8, BIG_ENDIAN)),
            Map.entry("audio/l16", new Sample(SampleEncoding.SIGNED_16, BIG_ENDIAN)),
            Map.entry("audio/l24", new Sample(SampleEncoding.SIGNED_24, BIG_ENDIAN)),
            Map.entry("audio/basic", new Sample(SampleEncoding.MU_LAW, BIG_ENDIAN)),
            Map.entry("audio/mulaw", new Sample(SampleEncoding.MU_LAW, BIG_ENDIAN)),
            Map.entry("audio/x-mulaw", new Sample(SampleEncoding.MU_LAW, BIG_ENDIAN)),
            Map.entry("audio/ulaw", new Sample(SampleEncoding.MU_LAW, BIG_ENDIAN)),
            Map.entry("audio/x-ulaw", new Sample(SampleEncoding.MU_LAW, BIG_ENDIAN)),
            Map.entry("audio/pcmu", new Sample(SampleEncoding.MU_LAW, BIG_ENDIAN)),
            Map.entry("audio/alaw", new Sample(SampleEncoding.A_LAW, BIG_ENDIAN)),
            Map.entry("audio/x-alaw", new Sample(SampleEncoding.A_LAW, BIG_ENDIAN)),
            Map.entry("audio/x-alaw-basic", new Sample(SampleEncoding.A_LAW, BIG_ENDIAN)),
            Map.entry("audio/pcma", new Sample(SampleEncoding.A_LAW, BIG_ENDIAN)));

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
        boolean linear = LINEAR.contains(type.name());
        if (!linear && !TYPES.containsKey(type.name())) {
            return new Refused("not accepted");
        }
        Sample sample = linear
                ? SAMPLES.get(type.parameter("format", "S16LE").toUpperCase(Locale.ROOT))
                : TYPES.get(type.name());
        int channels = type.number("channels", 1);
        int rate = type.number("rate", sample != null && isTelephone(sample) ? 8_000 : 16_000);
        return sample == null || channels < 1 || rate < 1
                ? new Refused("not accepted with these parameters")
                : new Raw(new SampleLayout(sample.encoding(), sample.order(), channels, rate));
    }

    private static boolean isTelephone(Sample sample) {
        return sample.encoding() == SampleEncoding.MU_LAW || sample.encoding() == SampleEncoding.A_LAW;
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
            case "alaw", "al" -> new Raw(new SampleLayout(SampleEncoding.A_LAW, BIG_ENDIAN, 1, 8_000));
            default ->
                Container.ofExtension(extension).<Claim>map(Contained::new).orElseGet(Nothing::new);
        };
    }
}
