package io.github.camelelevenlabs.stt.transcript;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Writes transcripts as JSON, in the shape of {@code docs/transcript.schema.json}. The annotations of the records give
 * the shape, so that any ObjectMapper writes and reads the same. Safe for use by many threads.
 */
public final class JsonRenderer {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonRenderer() {}

    public static String render(Transcript transcript) {
        return write(transcript);
    }

    public static String render(Segment segment) {
        return write(segment);
    }

    /**
     * A partial transcript, marked as such.
     *
     * @param channel null unless channels are transcribed each by itself
     */
    public static String renderPartial(String text, Integer channel) {
        return write(new Partial(text, channel));
    }

    private static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Records of texts and numbers are always JSON", e);
        }
    }
}
