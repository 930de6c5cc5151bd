package io.github.camelelevenlabs.stt.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The transcript of a session. Its JSON also has its text and language.
 *
 * @param segments in order; empty when nothing was spoken
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"text", "languageCode", "segments"})
public record Transcript(List<Segment> segments) {

    public Transcript {
        segments = segments == null ? List.of() : List.copyOf(segments);
    }

    /** The transcript of a recording's channels, whose segments are put in spoken order. */
    public static Transcript ofChannels(List<Segment> segments) {
        List<Segment> ordered = new ArrayList<>(segments);
        ordered.sort(Comparator.comparing(segment -> segment.startTime().orElse(0L)));
        return new Transcript(ordered);
    }

    /** The whole text, the segments joined by single spaces, or by none in Chinese and Japanese. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String text() {
        StringBuilder text = new StringBuilder();
        String before = "";
        for (Segment segment : segments) {
            String next = segment.text().strip();
            text.append(Writing.areSpaced(before, next) ? " " : "").append(next);
            before = next;
        }
        return text.toString();
    }

    /** The language that was reported first; null when none was. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String languageCode() {
        return segments.stream()
                .map(Segment::languageCode)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** All words in spoken order; empty when times were not asked for. */
    public List<Word> words() {
        return segments.stream().flatMap(segment -> segment.words().stream()).toList();
    }
}
