package io.github.camelelevenlabs.stt.audio;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Content types of raw audio, as services and libraries write them. They agree on little but the rate, so every spelling
 * that has one meaning is read: {@code audio/L16;rate=16000}, {@code audio/l16;rate=16000;endianness=little-endian},
 * {@code audio/lpcm;sample-rate=8000;sample-size-bits=16;channel-count=1;is-big-endian=false},
 * {@code audio/pcm;rate=8000;encoding=mulaw}, {@code audio/x-raw,format=S24BE}.
 */
final class PcmContentType {

    /**
     * How a sample lies in the bytes.
     *
     * @param order empty where nothing that says what the samples are says this
     */
    private record Sample(SampleEncoding encoding, Optional<ByteOrder> order) {
        Sample(SampleEncoding encoding, ByteOrder order) {
            this(encoding, Optional.of(order));
        }

        Sample(SampleEncoding encoding) {
            this(encoding, Optional.empty());
        }
    }

    private static final List<String> RATE =
            List.of("rate", "sample-rate", "samplerate", "sample_rate", "clock-rate", "frequency");
    private static final List<String> CHANNELS =
            List.of("channels", "channel", "channel-count", "channelcount", "channel_count");
    private static final List<String> BITS = List.of(
            "bits",
            "bit",
            "bitdepth",
            "bit-depth",
            "bit_depth",
            "depth",
            "width",
            "bits-per-sample",
            "sample-size-bits");
    private static final List<String> ENCODING = List.of("encoding", "format", "codec", "codecs");
    private static final List<String> ENDIANNESS =
            List.of("endianness", "endian", "byte-order", "byteorder", "byte_order");
    private static final List<String> BIG = List.of("big-endian", "is-big-endian", "bigendian", "big_endian");

    private static final Set<String> LINEAR =
            Set.of("audio/pcm", "audio/x-pcm", "audio/raw", "audio/x-raw", "audio/lpcm", "audio/x-lpcm");

    /** Types of samples of so many bytes; RFC 3551 and 3190 have the network's byte order. Many who send them do not. */
    private static final Map<String, Integer> NETWORK_ORDER =
            Map.of("audio/l16", 2, "audio/x-l16", 2, "audio/l24", 3, "audio/x-l24", 3, "audio/l8", 1, "audio/x-l8", 1);

    private static final Set<String> MU_LAW = Set.of(
            "audio/basic", "audio/mulaw", "audio/x-mulaw", "audio/ulaw", "audio/x-ulaw", "audio/pcmu", "audio/g711u");

    private static final Set<String> A_LAW =
            Set.of("audio/alaw", "audio/x-alaw", "audio/x-alaw-basic", "audio/pcma", "audio/g711a");

    /** The names that GStreamer's caps and ffmpeg have for samples, in lower case and without {@code pcm_}. */
    private static final Map<String, Sample> SAMPLES = Map.ofEntries(
            Map.entry("u8", new Sample(SampleEncoding.UNSIGNED_8, LITTLE_ENDIAN)),
            Map.entry("s8", new Sample(SampleEncoding.SIGNED_8, LITTLE_ENDIAN)),
            Map.entry("s16le", new Sample(SampleEncoding.SIGNED_16, LITTLE_ENDIAN)),
            Map.entry("s16be", new Sample(SampleEncoding.SIGNED_16, BIG_ENDIAN)),
            Map.entry("s24le", new Sample(SampleEncoding.SIGNED_24, LITTLE_ENDIAN)),
            Map.entry("s24be", new Sample(SampleEncoding.SIGNED_24, BIG_ENDIAN)),
            Map.entry("s32le", new Sample(SampleEncoding.SIGNED_32, LITTLE_ENDIAN)),
            Map.entry("s32be", new Sample(SampleEncoding.SIGNED_32, BIG_ENDIAN)),
            Map.entry("f32le", new Sample(SampleEncoding.FLOAT_32, LITTLE_ENDIAN)),
            Map.entry("f32be", new Sample(SampleEncoding.FLOAT_32, BIG_ENDIAN)),
            Map.entry("f64le", new Sample(SampleEncoding.FLOAT_64, LITTLE_ENDIAN)),
            Map.entry("f64be", new Sample(SampleEncoding.FLOAT_64, BIG_ENDIAN)),
            Map.entry("linear16", new Sample(SampleEncoding.SIGNED_16)),
            Map.entry("pcm16", new Sample(SampleEncoding.SIGNED_16)),
            Map.entry("s16", new Sample(SampleEncoding.SIGNED_16)),
            Map.entry("mulaw", new Sample(SampleEncoding.MU_LAW)),
            Map.entry("ulaw", new Sample(SampleEncoding.MU_LAW)),
            Map.entry("pcmu", new Sample(SampleEncoding.MU_LAW)),
            Map.entry("g711u", new Sample(SampleEncoding.MU_LAW)),
            Map.entry("alaw", new Sample(SampleEncoding.A_LAW)),
            Map.entry("pcma", new Sample(SampleEncoding.A_LAW)),
            Map.entry("g711a", new Sample(SampleEncoding.A_LAW)));

    private static final Set<String> SIGNED =
            Set.of("pcm", "audio/pcm", "lpcm", "raw", "linear", "signed", "signedint", "signedinteger", "int", "1");
    private static final Set<String> UNSIGNED = Set.of("unsigned", "unsignedint", "unsignedinteger", "uint");
    private static final Set<String> FLOATING = Set.of("float", "floatingpoint", "ieeefloat", "f32", "3");

    private PcmContentType() {}

    /** Whether the type is one of raw audio, whatever its parameters are. */
    static boolean isNameOf(ContentType type) {
        String name = type.name();
        return LINEAR.contains(name)
                || NETWORK_ORDER.containsKey(name)
                || MU_LAW.contains(name)
                || A_LAW.contains(name);
    }

    /** What a type of raw audio says that the samples are. */
    static Claim claim(ContentType type) {
        Optional<Sample> sample = sample(type);
        Optional<Optional<ByteOrder>> order = order(type);
        int channels = type.number(CHANNELS, 1);
        if (sample.isEmpty() || order.isEmpty() || channels < 1) {
            return new Claim.Refused("not accepted with these parameters");
        }
        SampleEncoding encoding = sample.get().encoding();
        boolean telephone = encoding == SampleEncoding.MU_LAW || encoding == SampleEncoding.A_LAW;
        int rate = type.number(RATE, telephone ? 8_000 : 16_000);
        if (rate < 1) {
            return new Claim.Refused("not accepted with these parameters");
        }
        Optional<ByteOrder> said = order.get().or(() -> sample.get().order());
        boolean open = said.isEmpty() && isOrderDisputed(type) && encoding == SampleEncoding.SIGNED_16;
        return new Claim.Raw(new SampleLayout(encoding, said.orElse(usualOrder(type)), channels, rate), open);
    }

    private static boolean isOrderDisputed(ContentType type) {
        return NETWORK_ORDER.containsKey(type.name()) || type.name().endsWith("lpcm");
    }

    /** The network's for the types of the RFCs, unless a codec is named, which only those do who mean the machine's. */
    private static ByteOrder usualOrder(ContentType type) {
        boolean network = NETWORK_ORDER.containsKey(type.name())
                && type.parameter(List.of("codec")).isEmpty();
        return network ? BIG_ENDIAN : LITTLE_ENDIAN;
    }

    /** Empty when it cannot be told from what is written. */
    private static Optional<Sample> sample(ContentType type) {
        if (MU_LAW.contains(type.name())) {
            return Optional.of(new Sample(SampleEncoding.MU_LAW));
        } else if (A_LAW.contains(type.name())) {
            return Optional.of(new Sample(SampleEncoding.A_LAW));
        }
        int usualBytes = NETWORK_ORDER.getOrDefault(type.name(), 2);
        int bits = type.number(BITS, usualBytes * 8);
        String name = type.parameter(ENCODING).map(PcmContentType::plain).orElse("pcm");
        if (SAMPLES.containsKey(name)) {
            return Optional.of(SAMPLES.get(name));
        } else if (FLOATING.contains(name)) {
            boolean wide = bits == 64;
            return bits == 64 || bits == 32 || type.parameter(BITS).isEmpty()
                    ? Optional.of(new Sample(wide ? SampleEncoding.FLOAT_64 : SampleEncoding.FLOAT_32))
                    : Optional.empty();
        }
        boolean signed = SIGNED.contains(name);
        boolean eightBits = bits == 8 && (signed || UNSIGNED.contains(name));
        if (eightBits) {
            // Linear samples of a byte are unsigned, unless somebody says that they are not.
            boolean saidSigned = name.startsWith("signed");
            return Optional.of(new Sample(saidSigned ? SampleEncoding.SIGNED_8 : SampleEncoding.UNSIGNED_8));
        }
        return signed && bits % 8 == 0 && bits >= 16 && bits <= 32
                ? Optional.of(new Sample(SampleEncoding.signed(bits / 8)))
                : Optional.empty();
    }

    /** Without what spellings differ in. */
    private static String plain(String encoding) {
        String name = encoding.toLowerCase(Locale.ROOT);
        return (name.startsWith("pcm_") ? name.substring(4) : name).replaceAll("[-_ .]", "");
    }

    /** The order that is said, empty inside when none is; empty when it is not understood. */
    private static Optional<Optional<ByteOrder>> order(ContentType type) {
        Optional<String> big = type.parameter(BIG);
        if (big.isPresent()) {
            return switch (big.get().toLowerCase(Locale.ROOT)) {
                case "true", "1", "yes" -> Optional.of(Optional.of(BIG_ENDIAN));
                case "false", "0", "no" -> Optional.of(Optional.of(LITTLE_ENDIAN));
                default -> Optional.empty();
            };
        }
        Optional<String> said = type.parameter(ENDIANNESS);
        if (said.isEmpty()) {
            return Optional.of(Optional.empty());
        }
        return switch (plain(said.get())) {
            case "little", "littleendian", "le" -> Optional.of(Optional.of(LITTLE_ENDIAN));
            case "big", "bigendian", "be", "network" -> Optional.of(Optional.of(BIG_ENDIAN));
            default -> Optional.empty();
        };
    }
}
