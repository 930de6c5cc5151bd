package io.github.camelelevenlabs.stt.fetch;

import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Master;
import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Media;
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

/**
 * Reads the text of one playlist. What it does not know it skips, as the RFC demands; what would make the audio something
 * else than the bytes of the files, such as encryption, it refuses by name. What is odd and has one meaning all the same, as
 * players show that take it, is taken: only the number of a live playlist's first segment can be had from nowhere else.
 */
final class HlsParser {

    /** The codecs of pictures and subtitles. A variant that has no others gives nothing to hear. */
    private static final Set<String> SILENT = Set.of(
            "avc1", "avc3", "hvc1", "hev1", "dvh1", "dvhe", "dvav", "dva1", "vvc1", "vvi1", "vp8", "vp9", "vp08",
            "vp09", "av01", "mp4v", "stpp", "wvtt", "tx3g");

    /** Longer than anything is cut into; what claims more would have its playlist asked for never again. */
    private static final double MAX_SECONDS = 24 * 60 * 60;

    /** Keys and tickets are in attributes; URLs are shorter. */
    static final int MAX_LINE_LENGTH = 32 * 1024;

    /** Three days of segments of six seconds. */
    static final int MAX_URLS = 50_000;

    /** Of all URLs together, each with the path that it is relative to: four times as much as the longest playlist. */
    static final int MAX_URL_CHARACTERS = 16 * 1024 * 1024;

    /** Of a tag that does not say it, or not as a number. */
    private static final Duration UNKNOWN = Duration.ofMillis(-1);

    /** The numbers of segments, and bandwidths (RFC 8216, 4.2). */
    private static final int MAX_BITS = 64;

    /** Above all that are known. */
    private static final BigInteger UNKNOWN_BANDWIDTH = BigInteger.ONE.shiftLeft(MAX_BITS);

    /** One quality of the content. The audio is in its files, or by itself in a rendition of the group. */
    private record Variant(WebUrl url, BigInteger bandwidth, boolean silent, String audioGroup) {}

    /** Audio in one language; without a URL it is the one in the variant's own files. */
    private record Rendition(Optional<WebUrl> url, String group, boolean preferred) {}

    private final WebUrl at;
    private final List<Variant> variants = new ArrayList<>();
    private final List<Rendition> renditions = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private boolean media;
    private Duration target = UNKNOWN;
    private Optional<BigInteger> first = Optional.of(BigInteger.ZERO);
    private boolean ended;
    private int urls;
    private int urlCharacters;

    // About the next URL:
    private Optional<Map<String, String>> variant = Optional.empty();
    private Duration duration = UNKNOWN;
    private boolean gap;

    // About all that follow:
    private Optional<WebUrl> initialization = Optional.empty();
    private String encryption = "NONE";

    private HlsParser(WebUrl at) {
        this.at = at;
    }

    /**
     * Takes a text for a playlist of HLS.
     *
     * @param at where it came from, and what the URLs in it are relative to
     * @throws FetchException when it is none, or one that cannot be heard; says why
     */
    static HlsPlaylist parse(WebUrl at, String text) throws FetchException {
        HlsParser parser = new HlsParser(at);
        int start = 0;
        while (start < text.length()) {
            int end = lineEnd(text, start);
            if (end - start > MAX_LINE_LENGTH) {
                throw parser.refused("has a line of more than " + MAX_LINE_LENGTH + " characters");
            }
            parser.take(WebUrlParser.stripped(text.substring(start, end)));
            start = end + 1;
        }
        return parser.result();
    }

    private static int lineEnd(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /** Counts what is kept, since a short reference may be relative to a long path. */
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
            case "#EXT-X-TARGETDURATION" -> takeTarget(seconds(value));
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
                // Nothing that changes what there is to hear.
            }
        }
    }

    private void takeTarget(Duration said) {
        media = true;
        target = said.equals(UNKNOWN) ? target : said;
    }

    private void takeUrl(WebUrl url) throws FetchException {
        if (variant.isPresent()) {
            Map<String, String> said = variant.get();
            variants.add(new Variant(
                    url,
                    number(said.getOrDefault("BANDWIDTH", ""))
                            .or(() -> number(said.getOrDefault("AVERAGE-BANDWIDTH", "")))
                            .orElse(UNKNOWN_BANDWIDTH),
                    isSilent(said.getOrDefault("CODECS", "")),
                    said.getOrDefault("AUDIO", "")));
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

    private void takeRendition(Map<String, String> said) throws FetchException {
        if (said.getOrDefault("TYPE", "").equalsIgnoreCase("AUDIO")) {
            String uri = said.getOrDefault("URI", "");
            renditions.add(new Rendition(
                    uri.isBlank() ? Optional.empty() : Optional.of(resolved(uri)),
                    said.getOrDefault("GROUP-ID", ""),
                    said.getOrDefault("DEFAULT", "").equalsIgnoreCase("YES")));
        }
    }

    private void takeInitialization(Map<String, String> said) throws FetchException {
        if (said.containsKey("BYTERANGE")) {
            throw refused("cuts its files into ranges (EXT-X-MAP with BYTERANGE)");
        }
        String uri = said.getOrDefault("URI", "");
        if (!uri.isBlank()) {
            refuseEncryption();
            initialization = Optional.of(resolved(uri));
        }
    }

    /** A key that no file comes behind encrypts nothing. */
    private void refuseEncryption() throws FetchException {
        if (!encryption.equalsIgnoreCase("NONE")) {
            throw refused("is encrypted (EXT-X-KEY with METHOD=" + encryption + ")");
        }
    }

    /** What is no attribute is skipped; nothing is looked at twice. */
    private static Map<String, String> attributes(String list) {
        Map<String, String> attributes = new HashMap<>();
        int at = 0;
        while (at < list.length()) {
            int nameEnd = at;
            while (nameEnd < list.length() && isOfName(list.charAt(nameEnd))) {
                nameEnd++;
            }
            int equals = spacesEnd(list, nameEnd);
            if (nameEnd == at || equals == list.length() || list.charAt(equals) != '=') {
                at = Math.max(equals, at + 1);
                continue;
            }
            int value = spacesEnd(list, equals + 1);
            boolean quoted = list.startsWith("\"", value) && list.indexOf('"', value + 1) >= 0;
            int end = list.indexOf(quoted ? '"' : ',', quoted ? value + 1 : value);
            int valueEnd = end < 0 ? list.length() : end;
            String text = list.substring(quoted ? value + 1 : value, valueEnd);
            attributes.put(list.substring(at, nameEnd).toUpperCase(Locale.ROOT), quoted ? text : text.strip());
            at = valueEnd + 1;
        }
        return attributes;
    }

    private static int spacesEnd(String text, int start) {
        int end = start;
        while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isOfName(char character) {
        return isLetter(character) || isDigit(character) || character == '-';
    }

    private static boolean isLetter(char character) {
        return character >= 'A' && character <= 'Z' || character >= 'a' && character <= 'z';
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /** The whole number that a text begins with, unless it is a word or too large. */
    private static Optional<BigInteger> number(String text) {
        String digits = unquoted(text);
        int start = digits.startsWith("+") ? 1 : 0;
        int end = start;
        while (end < digits.length() && isDigit(digits.charAt(end))) {
            end++;
        }
        int significant = start;
        while (significant < end - 1 && digits.charAt(significant) == '0') {
            significant++;
        }
        int rest = end;
        while (rest < digits.length() && (isDigit(digits.charAt(rest)) || digits.charAt(rest) == '.')) {
            rest++;
        }
        boolean word = rest < digits.length() && isLetter(digits.charAt(rest));
        if (start == end || word || end - significant > MAX_BITS) {
            return Optional.empty();
        }
        return Optional.of(new BigInteger(digits.substring(significant, end)))
                .filter(number -> number.bitLength() <= MAX_BITS);
    }

    /** What a text begins with, in front of a unit or whatever else; {@link #UNKNOWN} if that is no time. */
    private static Duration seconds(String text) {
        String number = unquoted(text);
        int end = number.startsWith("+") ? 1 : 0;
        while (end < number.length() && (isDigit(number.charAt(end)) || number.charAt(end) == '.')) {
            end++;
        }
        boolean exponent = end < number.length() && Character.toLowerCase(number.charAt(end)) == 'e';
        try {
            double seconds = Double.parseDouble(exponent ? number : number.substring(0, end));
            boolean possible = seconds >= 0 && seconds <= MAX_SECONDS;
            return possible ? Duration.ofMillis(Math.round(seconds * 1000)) : UNKNOWN;
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    private static String unquoted(String text) {
        String stripped = text.strip();
        return stripped.startsWith("\"") ? stripped.substring(1).strip() : stripped;
    }

    private HlsPlaylist result() throws FetchException {
        if (!variants.isEmpty()) {
            return new Master(sound());
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

    /** The target; where a playlist says none, its longest segment. */
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

    /** Where the least has to be fetched for it: the words are the same in all. */
    private WebUrl sound() throws FetchException {
        Variant least = variants.stream()
                .filter(one -> !one.silent() || !one.audioGroup().isEmpty())
                .min(Comparator.comparing(Variant::bandwidth))
                .orElseThrow(() -> refused("has variants without sound only"));
        return renditions.stream()
                .filter(one -> one.group().equals(least.audioGroup()))
                .max(Comparator.comparing(Rendition::preferred))
                .flatMap(Rendition::url)
                .orElse(least.url());
    }

    private FetchException refused(String what) {
        return FetchException.permanent(
                at.site() + " answered with an HLS playlist that " + Printable.of(what) + ", which is not supported");
    }
}
