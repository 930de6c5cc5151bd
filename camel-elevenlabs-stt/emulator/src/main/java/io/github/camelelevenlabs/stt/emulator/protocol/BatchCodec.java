package io.github.camelelevenlabs.stt.emulator.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes the answers of the batch API. */
public final class BatchCodec {

    private static final JsonFactory JSON = new JsonFactory();

    private BatchCodec() {}

    /** A word or a space, and who said it; null when nobody asked. */
    public record Spoken(TimedToken token, String speaker) {}

    private interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    public static String transcript(String languageCode, String text, List<Spoken> words) {
        return object(json -> {
            json.writeStringField("language_code", languageCode);
            json.writeNumberField("language_probability", 1.0);
            json.writeStringField("text", text);
            json.writeArrayFieldStart("words");
            for (Spoken word : words) {
                json.writeStartObject();
                json.writeStringField("text", word.token().text());
                json.writeNumberField("start", word.token().start());
                json.writeNumberField("end", word.token().end());
                json.writeStringField("type", word.token().type() == TimedToken.Type.WORD ? "word" : "spacing");
                json.writeStringField("speaker_id", word.speaker());
                json.writeNumberField("logprob", word.token().logProbability());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** A refusal by the validation of the request. */
    public static String invalid(String field, String type, String message) {
        return object(json -> {
            json.writeArrayFieldStart("detail");
            json.writeStartObject();
            json.writeStringField("type", type);
            json.writeArrayFieldStart("loc");
            json.writeString("body");
            json.writeString(field);
            json.writeEndArray();
            json.writeStringField("msg", message);
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    /** Any other refusal. */
    public static String refused(String status, String message) {
        return object(json -> {
            json.writeObjectFieldStart("detail");
            json.writeStringField("status", status);
            json.writeStringField("message", message);
            json.writeEndObject();
        });
    }

    private static String object(Part content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return text.toString();
    }
}
