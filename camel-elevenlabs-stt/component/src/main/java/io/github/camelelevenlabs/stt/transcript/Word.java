package io.github.camelelevenlabs.stt.transcript;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/**
 * A word, or a sound that the service wrote down such as {@code (laughter)}, with its times in the source's audio. Its JSON
 * has the times in seconds.
 *
 * @param text       as spoken, with its punctuation
 * @param startTime  milliseconds from the beginning of the source
 * @param endTime    milliseconds from the beginning of the source
 * @param type       {@code word} or {@code audio_event}
 * @param confidence probability, from 0 to 1
 */
@JsonPropertyOrder({"text", "start", "end", "type", "confidence"})
public record Word(
        String text,
        @JsonIgnore long startTime,
        @JsonIgnore long endTime,
        String type,
        @JsonSerialize(using = RoundedConfidence.class) double confidence) {

    @JsonCreator
    static Word ofJson(
            @JsonProperty("text") String text,
            @JsonProperty("start") double start,
            @JsonProperty("end") double end,
            @JsonProperty("type") String type,
            @JsonProperty("confidence") double confidence) {
        return new Word(text, Math.round(start * 1_000), Math.round(end * 1_000), type, confidence);
    }

    @JsonProperty("start")
    double start() {
        return startTime / 1_000.0;
    }

    @JsonProperty("end")
    double end() {
        return endTime / 1_000.0;
    }
}
