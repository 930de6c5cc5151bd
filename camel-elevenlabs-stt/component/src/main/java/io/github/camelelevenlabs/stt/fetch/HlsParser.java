package io.github.camelelevenlabs.stt.fetch;

import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Master;
import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Media;
import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Rendition;
import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Segment;
import io.github.camelelevenlabs.stt.text.Printable;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses one playlist. Unknown tags are skipped, as the RFC demands. Tags that change what the bytes of the files
 * mean, such as encryption, are refused by name. Irregular playlists with a single meaning, which players accept, are
 * accepted; only the number of the first segment of a live playlist cannot be derived from anything else.
 */
final class HlsParser {

    /** Codecs of video and subtitles. A variant with no other codecs has no sound. */
    private static final Set<String> SILENT = Set.of(
            "avc1", "avc3", "hvc1", "hev1", "dvh1", "dvhe", "dvav", "dva1", "vvc1", "vvi1", "vp8", "vp9", "vp08",
            "vp09", "av01", "mp4v", "stpp", "wvtt", "tx3g");

    /** The limit for durations. A playlist that claimed more would never be requested again. */
    private static final double MAX_SECONDS = 24 * 60 * 60;

    /** The limit for a line. Attributes contain keys and tickets; URLs are shorter. */
    static final int MAX_LINE_LENGTH = 32 * 1024;

    /** Three days of segments of six seconds. */
    static final int MAX_URLS = 50_000;

    /** The limit for all URLs together, each with the path it is relative to: four times the longest playlist. */
    static final int MAX_URL_CHARACTERS = 16 * 1024 * 1024;

    /** A duration that is missing or not a number. */
    private static final Duration UNKNOWN = Duration.ofMillis(-1);

    /** The size of segment numbers and bandwidths (RFC 8216, section 4.2). */
    private static final int MAX_BITS = 64;

    // Possessive, and without a second way to match: a line must cost no more than its length.
    private static final Pattern ATTRIBUTE = Pattern.compile("(?<![A-Za-z0-9-])([A-Za-z0-9-]++)\\p{javaWhitespace}*+="
            + "\\p{javaWhitespace}*+(?:\"([^\"]*+)\"|([^,]*+))");

    private static final String START = "\\p{javaWhitespace}*+\"?\\p{javaWhitespace}*+";

    /** Up to the 20 digits of 2^64, perhaps with a fraction. A letter behind it would give it another value. */
    private static final Pattern WHOLE_NUMBER =
            Pattern.compile(START + "\\+?(?=[0-9])0*+([0-9]{0,20})(?![0-9])[0-9.]*+(?![A-Za-z])");

    private static final Pattern DECIMAL_NUMBER = Pattern.compile("(?s)" + START + "(\\+?[0-9.]++(?:[eE].*)?)");

    /** An unknown bandwidth, above all known ones. */
    private static final BigInteger UNKNOWN_BANDWIDTH = BigInteger.ONE.shiftLeft(MAX_BITS);

    /** One quality of the content. The sound is in its files, or in a separate rendition of the group. */
    private record Variant(WebUrl url, BigInteger bandwidth, boolean silent, String audioGroup) {}

    /** Sound in one language. Without a URL, the sound is in the files of the variant. */
    private record Declared(Optional<WebUrl> url, String group, String language, boolean preferred) {}

    private final WebUrl at;
    private final List<Variant> variants = new ArrayList<>();
    private final List<Declared> renditions = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private boolean media;
    private Duration target = UNKNOWN;
    private Optional<BigInteger> first = Optional.of(BigInteger.ZERO);
    private boolean ended;
    private int urls;
    private int urlCharacters;

    // Applies to the next URL:
    private Optional<Map<String, String>> variant = Optional.empty();
    private Duration duration = UNKNOWN;
    private boolean gap;

    // Applies to all following URLs:
    private Optional<WebUrl> initialization = Optional.empty();
    private String encryption = "NONE";

    private HlsParser(WebUrl at) {
        this.at = at;
    }

    /**
     * Parses an HLS playlist.
     *
     * @param at the URL of the playlist, to which its URLs are relative
     * @throws FetchException if the text is not HLS, or a playlist that is not supported; says why
     */
    static HlsPlaylist parse(WebUrl at, String text) throws FetchException {
        HlsParser parser = new HlsParser(at);
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.length() > MAX_LINE_LENGTH) {
                throw parser.refused("has a line of more than " + MAX_LINE_LENGTH + " characters");
            }
            parser.take(WebUrlParser.stripped(line));
        }
        return parser.result();
    }

    /** Resolves a URL and counts it: a short reference may be relative to a long path. */
    private WebUrl resolved(String reference) throws FetchException {
        WebUrl url = at.resolve(reference);
        urls++;
        urlCharacters += url.path().length();
        if (urls > MAX_URLS || urlCharacters > MAX_URL_CHARACTERS) {
            throw refused("names more than " + MAX_URLS + " files, or with URLs of more than " + MAX_URL_CHARACTERS
                    + " characters");
        }
        return url;
    }

    private void take(String line) throws FetchException {
        if (line.startsWith("#EXT")) {
            String[] tag = line.split(":", 2);
            takeTag(tag[0].strip(), tag.length == 1 ? "" : tag[1].strip());
        } else if (!line.isEmpty() && !line.startsWith("#")) {
            takeUrl(resolved(line));
        }
    }

    private void takeTag(String tag, String value) throws FetchException {
        switch (tag) {
            case "#EXT-X-STREAM-INF" -> variant = Optional.of(attributes(value));
            case "#EXT-X-MEDIA" -> takeRendition(attributes(value));
            case "#EXT-X-TARGETDURATION" -> {
                media = true;
                target = Optional.of(seconds(value))
                        .filter(one -> !one.equals(UNKNOWN))
                        .orElse(target);
            }
            case "#EXT-X-MEDIA-SEQUENCE" -> {
                media = true;
                first = number(value);
            }
            case "#EXTINF" -> duration = seconds(value.split(",", 2)[0]);
            case "#EXT-X-GAP" -> gap = true;
            case "#EXT-X-ENDLIST" -> {
                media = true;
                ended = true;
            }
            case "#EXT-X-MAP" -> takeInitialization(attributes(value));
            case "#EXT-X-KEY" -> encryption = attributes(value).getOrDefault("METHOD", "");
            case "#EXT-X-BYTERANGE" -> throw refused("cuts its files into ranges (EXT-X-BYTERANGE)");
            case "#EXT-X-SKIP" -> throw refused("leaves segments out (EXT-X-SKIP)");
            case "#EXT-X-I-FRAMES-ONLY" -> throw refused("has pictures only (EXT-X-I-FRAMES-ONLY)");
            case "#EXT-X-DEFINE" -> throw refused("has variables (EXT-X-DEFINE)");
            default -> {
                // Other tags do not change the sound.
            }
        }
    }

    private void takeUrl(WebUrl url) throws FetchException {
        if (variant.isPresent()) {
            Map<String, String> declared = variant.get();
            variants.add(new Variant(
                    url,
                    number(declared.getOrDefault("BANDWIDTH", ""))
                            .or(() -> number(declared.getOrDefault("AVERAGE-BANDWIDTH", "")))
                            .orElse(UNKNOWN_BANDWIDTH),
                    isSilent(declared.getOrDefault("CODECS", "")),
                    declared.getOrDefault("AUDIO", "")));
        } else {
            refuseEncryption();
            segments.add(new Segment(url, duration, initialization, gap));
        }
        variant = Optional.empty();
        duration = UNKNOWN;
        gap = false;
    }

    private static boolean isSilent(String codecs) {
        return !codecs.isBlank()
                && Arrays.stream(codecs.toLowerCase(Locale.ROOT).split(","))
                        .allMatch(codec -> SILENT.contains(codec.strip().split("\\.", 2)[0]));
    }

    private void takeRendition(Map<String, String> declared) throws FetchException {
        if (declared.getOrDefault("TYPE", "").equalsIgnoreCase("AUDIO")) {
            String uri = declared.getOrDefault("URI", "");
            renditions.add(new Declared(
                    uri.isBlank() ? Optional.empty() : Optional.of(resolved(uri)),
                    declared.getOrDefault("GROUP-ID", ""),
                    declared.getOrDefault("LANGUAGE", ""),
                    declared.getOrDefault("DEFAULT", "").equalsIgnoreCase("YES")));
        }
    }

    private void takeInitialization(Map<String, String> declared) throws FetchException {
        if (declared.containsKey("BYTERANGE")) {
            throw refused("cuts its files into ranges (EXT-X-MAP with BYTERANGE)");
        }
        String uri = declared.getOrDefault("URI", "");
        if (!uri.isBlank()) {
            refuseEncryption();
            initialization = Optional.of(resolved(uri));
        }
    }

    /** A key without a file behind it encrypts nothing. */
    private void refuseEncryption() throws FetchException {
        if (!encryption.equalsIgnoreCase("NONE")) {
            throw refused("is encrypted (EXT-X-KEY with METHOD=" + encryption + ")");
        }
    }

    /** Parses an attribute list and skips whatever is not an attribute. */
    private static Map<String, String> attributes(String list) {
        Map<String, String> attributes = new HashMap<>();
        ATTRIBUTE.matcher(list).results().forEach(found -> {
            String quoted = found.group(2);
            attributes.put(
                    found.group(1).toUpperCase(Locale.ROOT),
                    quoted == null ? found.group(3).strip() : quoted);
        });
        return attributes;
    }

    /** The number at the beginning of a text; empty for a word or a number that is too large. */
    private static Optional<BigInteger> number(String text) {
        Matcher number = WHOLE_NUMBER.matcher(text);
        return number.lookingAt()
                ? Optional.of(new BigInteger("0" + number.group(1))).filter(one -> one.bitLength() <= MAX_BITS)
                : Optional.empty();
    }

    /** The duration in seconds at the beginning of a text, whatever follows it; {@link #UNKNOWN} if there is none. */
    private static Duration seconds(String text) {
        Matcher number = DECIMAL_NUMBER.matcher(text);
        try {
            double seconds = number.lookingAt() ? Double.parseDouble(number.group(1)) : Double.NaN;
            boolean possible = seconds >= 0 && seconds <= MAX_SECONDS;
            return possible ? Duration.ofMillis(Math.round(seconds * 1000)) : UNKNOWN;
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    private HlsPlaylist result() throws FetchException {
        if (!variants.isEmpty()) {
            return master();
        } else if (!media) {
            throw Playlists.refused(at.site());
        } else if (first.isEmpty() && !ended) {
            throw refused("has a malformed number (EXT-X-MEDIA-SEQUENCE)");
        }
        Duration usual = usualDuration();
        return new Media(
                usual,
                first.orElse(BigInteger.ZERO),
                segments.stream()
                        .map(one -> one.duration().equals(UNKNOWN)
                                ? new Segment(one.url(), usual, one.initialization(), one.gap())
                                : one)
                        .toList(),
                ended);
    }

    /** The target duration; without one, the duration of the longest segment. */
    private Duration usualDuration() throws FetchException {
        Duration longest = segments.stream()
                .map(Segment::duration)
                .max(Comparator.naturalOrder())
                .orElse(UNKNOWN);
        if (target.isZero() || target.equals(UNKNOWN)) {
            target = longest.compareTo(target) > 0 ? longest : target;
        }
        if (target.equals(UNKNOWN) && !ended) {
            throw refused("does not say how long its segments are (EXT-X-TARGETDURATION)");
        }
        return target.equals(UNKNOWN) ? Duration.ZERO : target;
    }

    /** Selects the lowest bandwidth: the words are the same in all of them. */
    private Master master() throws FetchException {
        Variant least = variants.stream()
                .filter(one -> !one.silent() || !one.audioGroup().isEmpty())
                .min(Comparator.comparing(Variant::bandwidth))
                .orElseThrow(() -> refused("has variants without sound only"));
        List<Declared> group = renditions.stream()
                .filter(one -> one.group().equals(least.audioGroup()))
                .sorted(Comparator.comparing(one -> !one.preferred()))
                .toList();
        boolean separate = group.stream().anyMatch(one -> one.url().isPresent());
        return new Master(
                least.url(),
                separate
                        ? group.stream()
                                .map(one ->
                                        new Rendition(one.language(), one.url().orElse(least.url())))
                                .toList()
                        : List.of());
    }

    private FetchException refused(String what) {
        return FetchException.permanent(
                at.site() + " answered with an HLS playlist that " + Printable.of(what) + ", which is not supported");
    }
}
