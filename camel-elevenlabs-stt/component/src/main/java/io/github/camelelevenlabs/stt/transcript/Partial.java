package io.github.camelelevenlabs.stt.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What is being said and may still change, as JSON shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Partial(String text, Integer channel) {

    @JsonProperty("partial")
    boolean isPartial() {
        return true;
    }
}
