package io.github.camelelevenlabs.stt.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The JSON of a partial transcript, whose text may still change. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Partial(String text, Integer channel) {

    @JsonProperty("partial")
    boolean isPartial() {
        return true;
    }
}
