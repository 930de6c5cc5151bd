package io.github.camelelevenlabs.stt.transcript;

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
