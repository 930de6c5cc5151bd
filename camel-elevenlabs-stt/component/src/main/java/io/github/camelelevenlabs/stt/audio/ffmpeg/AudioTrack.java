package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The sound track of a recording to transcribe.
 *
 * @param number counted from 1; 0 when the language decides
 * @param languages the codes of the language, any of which a container may use; empty when the number decides
 */
public record AudioTrack(int number, Set<String> languages) {

    public static final AudioTrack FIRST = new AudioTrack(1, Set.of());

    private static final int MAX_NUMBER = 99;

    /**
     * The bibliographic codes of languages that have two codes in ISO 639-2. Containers use the bibliographic code
     * more often.
     */
    private static final Map<String, String> BIBLIOGRAPHIC = Map.ofEntries(
            Map.entry("sqi", "alb"),
            Map.entry("hye", "arm"),
            Map.entry("eus", "baq"),
            Map.entry("mya", "bur"),
            Map.entry("zho", "chi"),
            Map.entry("ces", "cze"),
            Map.entry("nld", "dut"),
            Map.entry("fra", "fre"),
            Map.entry("kat", "geo"),
            Map.entry("deu", "ger"),
            Map.entry("ell", "gre"),
            Map.entry("isl", "ice"),
            Map.entry("mkd", "mac"),
            Map.entry("mri", "mao"),
            Map.entry("msa", "may"),
            Map.entry("fas", "per"),
            Map.entry("ron", "rum"),
            Map.entry("slk", "slo"),
            Map.entry("bod", "tib"),
            Map.entry("cym", "wel"));

    /**
     * Parses the value of an option or header.
     *
     * @param name the name of the option or header, for messages
     * @param text a number from 1, or a language of two or three letters; null for the first track
     * @throws IllegalArgumentException if the text is neither
     */
    public static AudioTrack named(String name, String text) {
        if (text == null || text.isBlank()) {
            return FIRST;
        }
        String value = text.strip().toLowerCase(Locale.ROOT);
        if (value.matches("[1-9][0-9]?")) {
            return new AudioTrack(Integer.parseInt(value), Set.of());
        } else if (value.matches("[a-z]{2,3}")) {
            return new AudioTrack(0, codes(value));
        }
        throw new IllegalArgumentException(name + "=" + text + " is no sound track: give its number, 1 to " + MAX_NUMBER
                + ", or its language, such as en or eng");
    }

    private static Set<String> codes(String language) {
        Set<String> codes = new TreeSet<>(Set.of(language));
        for (String two : Locale.getISOLanguages()) {
            try {
                String three = new Locale.Builder().setLanguage(two).build().getISO3Language();
                Set<String> all = Set.copyOf(List.of(two, three));
                String other = BIBLIOGRAPHIC.getOrDefault(three, three);
                if (all.contains(language) || other.equals(language)) {
                    codes.addAll(all);
                    codes.add(other);
                }
            } catch (MissingResourceException e) {
                // The language has only its two-letter code.
            }
        }
        return Set.copyOf(codes);
    }

    /** Whether the track is selected by language. All tracks must then be known. */
    public boolean isByLanguage() {
        return number == 0;
    }

    /** The index of the track in this list of languages, counted from 0; empty when it is not there. */
    public OptionalInt indexIn(List<String> tracks) {
        return IntStream.range(0, tracks.size())
                .filter(index -> isByLanguage() ? languages.contains(base(tracks.get(index))) : index == number - 1)
                .findFirst();
    }

    /** The failure of a recording that has other tracks only. */
    public AudioException absentFrom(MediaInfo media) {
        List<String> tracks = new ArrayList<>();
        for (MediaInfo.Track track : media.sound()) {
            tracks.add((tracks.size() + 1) + " (" + track.language() + ")");
        }
        return FfmpegException.plainly("has no sound track " + this + "; it has " + String.join(", ", tracks));
    }

    /** The language without the country, as in {@code de-AT}. */
    private static String base(String language) {
        return language.toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
    }

    /**
     * Checks that this is the first track, the only one of a recording that has no tracks.
     *
     * @throws AudioException if it is another track
     */
    public void checkOnly() throws AudioException {
        if (number != 1) {
            throw new AudioException("the audio has no sound track " + this + "; it has 1, without a language");
        }
    }

    /** The number or the language, for messages. */
    @Override
    public String toString() {
        return isByLanguage() ? "in " + String.join("/", new TreeSet<>(languages)) : String.valueOf(number);
    }
}
