package io.github.camelelevenlabs.stt.audio.detect;

import static io.github.camelelevenlabs.stt.audio.detect.ContentType.words;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.github.camelelevenlabs.stt.audio.detect.ContentType.Parameter;
import io.github.camelelevenlabs.stt.audio.pcm.SampleEncoding;
import io.github.camelelevenlabs.stt.audio.pcm.SampleLayout;
import io.github.camelelevenlabs.stt.text.Printable;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses content types of raw audio as services and libraries write them. They agree on little but the rate, so every
 * spelling with a single meaning is accepted: {@code audio/L16;rate=16000}, {@code
 * audio/l16;rate=16000;endianness=little-endian}, {@code
 * audio/lpcm;sample-rate=8000;sample-size-bits=16;channel-count=1;is-big-endian=false}, {@code
 * audio/pcm;rate=8000;encoding=mulaw}, {@code audio/x-raw,format=S24BE}. An unknown parameter that may describe the
 * samples is refused.
 */
final class PcmContentType {

    /** The encoding of a sample; the byte order is empty when it is not declared. */
    private record Sample(SampleEncoding encoding, Optional<ByteOrder> order) {}

    private static final Set<String> RATE =
            words("rate ratehz samplerate samplingrate sampleratehertz sampleratehz clockrate frequency "
                    + "samplefrequency samplingfrequency freq hz hertz");
    private static final Set<String> CHANNELS =
            words("channels channel channelcount audiochannelcount audiochannels numchannels "
                    + "numberofchannels nchannels ch");
    private static final Set<String> BITS =
            words("bits bit bitdepth depth width bitspersample samplebits samplesize samplesizebits samplesizeinbits");
    private static final Set<String> ENCODING =
            words("encoding audioencoding sampleencoding format audioformat sampleformat samplefmt codec codecs");
    private static final Set<String> SIGN = words("signed issigned");
    private static final Set<String> ENDIANNESS = words("endianness endian byteorder");
    private static final Set<String> BIG = words("bigendian isbigendian");
    private static final Set<String> LITTLE = words("littleendian islittleendian");
    private static final List<Set<String>> KNOWN =
            List.of(RATE, CHANNELS, BITS, ENCODING, SIGN, ENDIANNESS, BIG, LITTLE);

    /**
     * Names of parameters that may describe the samples. Not included: parameters of compressed audio, and those that
     * do not change how samples are stored.
     */
    private static final Pattern IMPORTANT = Pattern.compile(
            "(?!.*bitrate)(?!channel(mask|layout|order|positions)).*(rate|hertz|hz|freq|chan|bit|depth|endian|encod|codec"
                    + "|format|fmt|sampl|sign).*");

    private static final Set<String> LINEAR = words("pcm raw rawint lpcm linear linearpcm vndraw");

    /**
     * Sample sizes in bits of the types from RFC 3551 and 3190. They specify network byte order, but many senders use
     * another one.
     */
    private static final Map<String, Integer> NETWORK_ORDER = Map.of("l8", 8, "l16", 16, "l24", 24);

    private static final Set<String> MU_LAW = words("basic mulaw ulaw pcmu g711u g711ulaw g711mulaw");
    private static final Set<String> A_LAW = words("alaw alawbasic pcma g711a g711alaw");

    /** The format codes of WAV. */
    private static final Map<String, String> CODES = Map.of("1", "pcm", "3", "float", "6", "alaw", "7", "mulaw");

    /**
     * Sample formats as GStreamer, ffmpeg, ALSA and services name them: S16LE, f32be, S24_3LE, FLOAT_LE, LINEAR16,
     * int16.
     */
    private static final Pattern NAMED = Pattern.compile("(?<kind>"
            + "(?<signed>s|i|int|signed|signedint|signedinteger|signedlinear)"
            + "|(?<unsigned>u|uint|unsigned|unsignedint|unsignedinteger)"
            + "|(?<floating>f|float|floatingpoint|ieeefloat)"
            + "|l|" + String.join("|", LINEAR) + ")(?<bits>8|16|24|243|32|64)?(?<order>le|be)?");

    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{0,9})?) ?(k?)(?:hz|bits?)?");

    /** More channels than any recording has. Memory is allocated for each before the first byte arrives. */
    private static final int MAX_CHANNELS = 1_024;

    private static final int MAX_SHOWN = 60;

    private PcmContentType() {}

    /** Whether the type is raw audio, whatever its parameters are. */
    static boolean isNameOf(ContentType type) {
        String base = base(type);
        return NETWORK_ORDER.containsKey(base) || sample(base, Optional.empty()).isPresent();
    }

    private static String base(ContentType type) {
        return type.name().startsWith("audio/") ? word(type.name()) : "";
    }

    /** The name of a sample format without the characters that have no meaning. */
    private static String word(String text) {
        return ContentType.plain(text.toLowerCase(Locale.ROOT).replaceFirst("^(audio/)?(x-)?", ""));
    }

    /** The format of the samples that a content type of raw audio declares. */
    static DeclaredFormat declaredFormat(ContentType type) {
        try {
            for (Parameter one : type.parameters()) {
                boolean known = KNOWN.stream().anyMatch(names -> names.contains(one.name()));
                if (!known && IMPORTANT.matcher(one.name()).matches()) {
                    throw refused(one);
                }
            }
            return raw(type);
        } catch (IllegalArgumentException e) {
            return new DeclaredFormat.Refused("not accepted with " + e.getMessage());
        }
    }

    private static DeclaredFormat raw(ContentType type) {
        Sample sample = sample(type);
        boolean telephone = sample.encoding() == SampleEncoding.MU_LAW || sample.encoding() == SampleEncoding.A_LAW;
        Optional<ByteOrder> declared = one(type, ENDIANNESS, PcmContentType::order)
                .or(() -> one(type, BIG, one -> flag(one) ? BIG_ENDIAN : LITTLE_ENDIAN))
                .or(() -> one(type, LITTLE, one -> flag(one) ? LITTLE_ENDIAN : BIG_ENDIAN))
                .or(sample::order);
        // Network order for the types of the RFCs, unless a codec is named: only senders that use machine order name
        // one.
        boolean network = NETWORK_ORDER.containsKey(base(type))
                && type.parameters(Set.of("codec")).isEmpty();
        SampleLayout layout = new SampleLayout(
                sample.encoding(),
                declared.orElse(network ? BIG_ENDIAN : LITTLE_ENDIAN),
                one(type, CHANNELS, PcmContentType::channels).orElse(1),
                one(type, RATE, PcmContentType::number).orElse(telephone ? 8_000 : 16_000));
        return new DeclaredFormat.Raw(
                layout, declared.isEmpty() && sample.encoding().bytes() > 1);
    }

    /** The value of the parameters with these names, which must agree. */
    private static <T> Optional<T> one(ContentType type, Set<String> names, Function<Parameter, T> reading) {
        Optional<T> found = Optional.empty();
        for (Parameter parameter : type.parameters(names)) {
            T read = reading.apply(parameter);
            if (!found.orElse(read).equals(read)) {
                throw refused(parameter);
            }
            found = Optional.of(read);
        }
        return found;
    }

    private static IllegalArgumentException refused(Parameter parameter) {
        return new IllegalArgumentException(Printable.of(parameter.written(), MAX_SHOWN));
    }

    private static Sample sample(ContentType type) {
        String base = base(type);
        boolean open = LINEAR.contains(base) || NETWORK_ORDER.containsKey(base);
        Optional<Integer> bits =
                one(type, BITS, PcmContentType::number).or(() -> Optional.ofNullable(NETWORK_ORDER.get(base)));
        Optional<Sample> declared = Optional.empty();
        for (Parameter parameter : open ? type.parameters(ENCODING) : List.<Parameter>of()) {
            String word = word(parameter.value());
            word = CODES.getOrDefault(word, word);
            Optional<Sample> read = sample(word, bits);
            if (read.isEmpty()
                    || !LINEAR.contains(word) && !declared.or(() -> read).equals(read)) {
                throw refused(parameter);
            }
            // Of several words, the exact one counts: codec=pcm;format=f32le.
            declared = LINEAR.contains(word) ? declared : read;
        }
        return declared.or(() -> one(type, SIGN, one -> flag(one) ? "signed" : "unsigned")
                        .flatMap(word -> sample(word, bits)))
                .or(() -> sample(open ? "pcm" : base, bits))
                .orElseThrow(() -> refused(type.parameters(BITS).get(0)));
    }

    /**
     * The sample format that a word names; empty when it names none.
     *
     * @param bits the sample size that another parameter declares
     */
    private static Optional<Sample> sample(String word, Optional<Integer> bits) {
        if (MU_LAW.contains(word) || A_LAW.contains(word)) {
            SampleEncoding law = MU_LAW.contains(word) ? SampleEncoding.MU_LAW : SampleEncoding.A_LAW;
            return Optional.of(new Sample(law, Optional.empty()));
        }
        Matcher named = NAMED.matcher(word);
        if (!named.matches()) {
            return word.startsWith("pcm") ? sample(word.substring("pcm".length()), bits) : Optional.empty();
        }
        Optional<Integer> own = Optional.ofNullable(named.group("bits"))
                .map(digits -> Integer.valueOf(digits.substring(0, Math.min(2, digits.length()))));
        if (own.isEmpty() && named.group("kind").length() == 1
                || !own.or(() -> bits).equals(bits.or(() -> own))) {
            return Optional.empty();
        }
        Optional<ByteOrder> order = Optional.ofNullable(named.group("order"))
                .map(letters -> letters.equals("le") ? LITTLE_ENDIAN : BIG_ENDIAN);
        return encoding(named, own.or(() -> bits)).map(encoding -> new Sample(encoding, order));
    }

    private static Optional<SampleEncoding> encoding(Matcher named, Optional<Integer> bits) {
        if (named.group("floating") != null) {
            return Optional.ofNullable(Map.of(32, SampleEncoding.FLOAT_32, 64, SampleEncoding.FLOAT_64)
                    .get(bits.orElse(32)));
        }
        int size = bits.orElse(16);
        // 8-bit linear samples are unsigned, unless the type says that they are signed.
        if (size == 8 && named.group("signed") == null) {
            return Optional.of(SampleEncoding.UNSIGNED_8);
        }
        boolean integers = size % 8 == 0 && size >= 8 && size <= 32 && named.group("unsigned") == null;
        return integers ? Optional.of(SampleEncoding.signed(size / 8)) : Optional.empty();
    }

    private static int number(Parameter parameter) {
        Matcher number = NUMBER.matcher(parameter.value().toLowerCase(Locale.ROOT));
        if (number.matches()) {
            int shift = number.group(2).isEmpty() ? 0 : 3;
            BigDecimal value =
                    new BigDecimal(number.group(1)).movePointRight(shift).stripTrailingZeros();
            if (value.signum() > 0 && value.scale() <= 0 && value.precision() - value.scale() < 10) {
                return value.intValueExact();
            }
        }
        throw refused(parameter);
    }

    private static int channels(Parameter parameter) {
        int channels = switch (parameter.value().toLowerCase(Locale.ROOT)) {
            case "mono" -> 1;
            case "stereo" -> 2;
            default -> number(parameter);
        };
        if (channels > MAX_CHANNELS) {
            throw refused(parameter);
        }
        return channels;
    }

    private static boolean flag(Parameter parameter) {
        return switch (parameter.value().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> throw refused(parameter);
        };
    }

    private static ByteOrder order(Parameter parameter) {
        return switch (ContentType.plain(parameter.value())) {
            case "little", "littleendian", "le", "lsb", "lsbfirst", "1234" -> LITTLE_ENDIAN;
            case "big", "bigendian", "be", "msb", "msbfirst", "4321", "network" -> BIG_ENDIAN;
            default -> throw refused(parameter);
        };
    }
}
