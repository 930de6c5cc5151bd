package io.github.camelelevenlabs.stt.transcript;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Everything that was said in a session.
 *
 * @param segments in order; empty when nothing was said
 */
public record Transcript(List<Segment> segments) {

    public Transcript {
        segments = List.copyOf(segments);
    }

    /** What the channels of a recording said, in the order in which they said it. */
    public static Transcript ofChannels(List<Segment> segments) {
        List<Segment> ordered = new ArrayList<>(segments);
        ordered.sort(Comparator.comparing(segment -> segment.startTime().orElse(0L)));
        return new Transcript(ordered);
    }

    /** The whole text, the segments joined by single spaces. */
    public String text() {
        return segments.stream().map(segment -> segment.text().strip()).collect(Collectors.joining(" "));
    }

    /** The language that was reported first; null when none was. */
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
