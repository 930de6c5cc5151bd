package io.github.camelelevenlabs.stt.fetch;

import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Master;
import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Media;
import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Segment;
import io.github.camelelevenlabs.stt.text.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the text of one playlist. What it does not know it skips, as the RFC demands; what would make the audio something
 * else than the bytes of the files, such as encryption, it refuses by name.
 */
final class HlsParser {

    /** The codecs of pictures and subtitles. A variant that has no others gives nothing to hear. */
    private static final Set<String> SILENT =
            Set.of("avc1", "avc3", "hvc1", "hev1", "dvh1", "dvhe", "vp08", "vp09", "av01", "mp4v", "stpp", "wvtt");

    /** Longer than anything is cut into; what claims more would have its playlist asked for never again. */
    private static final double MAX_SECONDS = 24 * 60 * 60;

    /** Keys and tickets are in attributes; URLs are shorter. */
    static final int MAX_LINE_LENGTH = 32 * 1024;

    /** Three days of segments of six seconds. */
    static final int MAX_URLS = 50_000;

    /** Of all URLs together, each with the path that it is relative to: four times as much as the longest playlist. */
    static final int MAX_URL_CHARACTERS = 16 * 1024 * 1024;

    /** One quality of the content. The audio is in its files, or by itself in a rendition of the group. */
    private record Variant(WebUrl url, long bandwidth, boolean silent, String audioGroup) {}

    /** Audio in one language; without a URL it is the one in the variant's own files. */
    private record Rendition(Optional<WebUrl> url, String group, boolean preferred) {}

    private final WebUrl at;
    private final List<Variant> variants = new ArrayList<>();
    private final List<Rendition> renditions = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private Optional<Duration> target = Optional.empty();
    private long first;
    private boolean ended;
    private boolean malformed;
    private int urls;
    private int urlCharacters;

    // About the next URL:
    private Optional<Map<String, String>> variant = Optional.empty();
    private Duration duration = Duration.ZERO;
    private boolean gap;

    // About all that follow:
    private Optional<WebUrl> initialization = Optional.empty();

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
            try {
                parser.take(text.substring(start, end).strip());
            } catch (NumberFormatException e) {
                parser.malformed = true;
            }
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
            takeTag(tag[0], tag.length == 1 ? "" : tag[1].strip());
        } else if (!line.isEmpty() && !line.startsWith("#")) {
            takeUrl(resolved(line));
        }
    }

    private void takeTag(String tag, String value) throws FetchException {
        switch (tag) {
            case "#EXT-X-STREAM-INF" -> variant = Optional.of(attributes(value));
            case "#EXT-X-MEDIA" -> takeRendition(attributes(value));
            case "#EXT-X-TARGETDURATION" -> target = Optional.of(seconds(value));
            case "#EXT-X-MEDIA-SEQUENCE" -> first = Integer.parseUnsignedInt(value);
            case "#EXTINF" -> duration = seconds(value.split(",", 2)[0]);
            case "#EXT-X-GAP" -> gap = true;
            case "#EXT-X-ENDLIST" -> ended = true;
            case "#EXT-X-MAP" -> takeInitialization(attributes(value));
            case "#EXT-X-KEY" -> refuseEncryption(attributes(value).getOrDefault("METHOD", ""));
            case "#EXT-X-BYTERANGE" -> throw refused("cuts its files into ranges (EXT-X-BYTERANGE)");
            case "#EXT-X-I-FRAMES-ONLY" -> throw refused("has pictures only (EXT-X-I-FRAMES-ONLY)");
            case "#EXT-X-DEFINE" -> throw refused("has variables (EXT-X-DEFINE)");
            default -> {
                // Nothing that changes what there is to hear.
            }
        }
    }

    private void takeUrl(WebUrl url) {
        if (variant.isPresent()) {
            Map<String, String> said = variant.get();
            variants.add(new Variant(
                    url,
                    Long.parseLong(said.getOrDefault("BANDWIDTH", "0")),
                    isSilent(said.getOrDefault("CODECS", "")),
                    said.getOrDefault("AUDIO", "")));
        } else {
            segments.add(new Segment(url, duration, initialization, gap));
        }
        variant = Optional.empty();
        duration = Duration.ZERO;
        gap = false;
    }

    private static boolean isSilent(String codecs) {
        return !codecs.isBlank()
                && Arrays.stream(codecs.split(","))
                        .allMatch(codec -> SILENT.contains(codec.strip().split("\\.", 2)[0]));
    }

    private void takeRendition(Map<String, String> said) throws FetchException {
        if (said.getOrDefault("TYPE", "").equals("AUDIO")) {
            String uri = said.get("URI");
            renditions.add(new Rendition(
                    uri == null ? Optional.empty() : Optional.of(resolved(uri)),
                    said.getOrDefault("GROUP-ID", ""),
                    said.getOrDefault("DEFAULT", "").equals("YES")));
        }
    }

    private void takeInitialization(Map<String, String> said) throws FetchException {
        if (said.containsKey("BYTERANGE")) {
            throw refused("cuts its files into ranges (EXT-X-MAP with BYTERANGE)");
        }
        initialization = Optional.of(resolved(said.getOrDefault("URI", "")));
    }

    private void refuseEncryption(String method) throws FetchException {
        if (!method.equals("NONE")) {
            throw refused("is encrypted (EXT-X-KEY with METHOD=" + method + ")");
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
            if (nameEnd == at || nameEnd == list.length() || list.charAt(nameEnd) != '=') {
                at = nameEnd + 1;
                continue;
            }
            int value = nameEnd + 1;
            boolean quoted = list.startsWith("\"", value) && list.indexOf('"', value + 1) >= 0;
            int end = list.indexOf(quoted ? '"' : ',', quoted ? value + 1 : value);
            int valueEnd = end < 0 ? list.length() : end;
            String text = list.substring(quoted ? value + 1 : value, valueEnd);
            attributes.put(list.substring(at, nameEnd), quoted ? text : text.strip());
            at = valueEnd + 1;
        }
        return attributes;
    }

    private static boolean isOfName(char character) {
        return character >= 'A' && character <= 'Z' || character >= '0' && character <= '9' || character == '-';
    }

    private static Duration seconds(String text) {
        double seconds = Double.parseDouble(text.strip());
        if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
            throw new NumberFormatException("seconds out of range");
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private HlsPlaylist result() throws FetchException {
        if (variants.isEmpty() && target.isEmpty()) {
            throw Playlists.refused(at.site());
        } else if (malformed) {
            throw refused("has a malformed number");
        }
        return variants.isEmpty()
                ? new Media(target.orElseThrow(), first, List.copyOf(segments), ended)
                : new Master(sound());
    }

    /** Where the least has to be fetched for it: the words are the same in all. */
    private WebUrl sound() throws FetchException {
        Variant least = variants.stream()
                .filter(one -> !one.silent() || !one.audioGroup().isEmpty())
                .min(Comparator.comparingLong(Variant::bandwidth))
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
