package io.github.camelelevenlabs.stt.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The text of one commit, which is final. Its JSON also has its times, in seconds, and its confidence; unknown values are left out.
 *
 * @param index        0, 1, 2 … within the session
 * @param text         never blank
 * @param languageCode as the service reported it; null when it was not asked for or not reported
 * @param words        in spoken order, without the spaces between them; empty when times were not asked for
 * @param entities     in the order of the text; empty when they were not asked for or there are none
 * @param editedText   the text as the service edited it; null when no edit was asked for, or it came too late
 * @param channel      of the recording, from 0; null unless its channels are transcribed each by itself
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({
    "index",
    "text",
    "editedText",
    "languageCode",
    "channel",
    "start",
    "end",
    "confidence",
    "words",
    "entities"
})
public record Segment(
        int index,
        String text,
        String languageCode,
        List<Word> words,
        List<Entity> entities,
        String editedText,
        Integer channel) {

    public Segment {
        words = words == null ? List.of() : List.copyOf(words);
        entities = entities == null ? List.of() : List.copyOf(entities);
    }

    /** A segment of a recording with one channel. */
    public Segment(int index, String text, String languageCode, List<Word> words) {
        this(index, text, languageCode, words, List.of(), null, null);
    }

    /** This segment with another index, for a recording whose channels are transcribed each by itself. */
    public Segment inChannel(int place, int spokenIn) {
        return new Segment(place, text, languageCode, words, entities, editedText, spokenIn);
    }

    /** Milliseconds in the source's audio at which the first word starts; empty without word times. */
    public Optional<Long> startTime() {
        return words.isEmpty() ? Optional.empty() : Optional.of(words.get(0).startTime());
    }

    /** Milliseconds in the source's audio at which the last word ends; empty without word times. */
    public Optional<Long> endTime() {
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(words.get(words.size() - 1).endTime());
    }

    /** Geometric mean of the word probabilities, from 0 to 1; empty without word times. */
    public OptionalDouble confidence() {
        if (words.isEmpty()) {
            return OptionalDouble.empty();
        }
        double logs =
                words.stream().mapToDouble(word -> Math.log(word.confidence())).sum();
        return OptionalDouble.of(Math.exp(logs / words.size()));
    }

    @JsonProperty(value = "start", access = JsonProperty.Access.READ_ONLY)
    Double start() {
        return startTime().map(millis -> millis / 1_000.0).orElse(null);
    }

    @JsonProperty(value = "end", access = JsonProperty.Access.READ_ONLY)
    Double end() {
        return endTime().map(millis -> millis / 1_000.0).orElse(null);
    }

    @JsonProperty(value = "confidence", access = JsonProperty.Access.READ_ONLY)
    Double roundedConfidence() {
        return words.isEmpty() ? null : RoundedConfidence.rounded(confidence().orElseThrow());
    }
}
