package io.github.camelelevenlabs.stt.protocol;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Committed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.CommittedWithTimestamps;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Edited;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Entities;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Entity;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Failed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Malformed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Partial;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.SessionStarted;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Unknown;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Warning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Converts messages to JSON and back; the only class that knows the field names of the protocol. Liberal in what it accepts:
 * unknown types and fields are no error, and every field may be missing or null. Safe for use by many threads.
 */
public final class ProtocolCodec {

    /** Accepts {@code NaN} and {@code Infinity}, which services in Python send, and texts that a proxy did not escape. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(
                    JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
                    JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS,
                    JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS,
                    JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS,
                    JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                    JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();

    private static final JsonFactory FACTORY = JSON.getFactory();
    private static final int ENVELOPE_BYTES = 256;

    private ProtocolCodec() {}

    /** The UTF-8 bytes of a message. */
    public static byte[] encode(InputAudioChunk chunk) {
        InputAudioChunk.Slice audio = chunk.audio();
        ByteArrayBuilder out = new ByteArrayBuilder(audio.length() * 4 / 3 + ENVELOPE_BYTES);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("message_type", "input_audio_chunk");
            json.writeFieldName("audio_base_64");
            json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, audio.array(), audio.offset(), audio.length());
            json.writeBooleanField("commit", chunk.commit());
            json.writeNumberField("sample_rate", chunk.sampleRate());
            if (chunk.previousText() != null) {
                json.writeStringField("previous_text", chunk.previousText());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Decodes a text message of the service. Never fails: a message that cannot be read becomes {@link Malformed}. */
    public static ServerEvent decode(String text) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return new Malformed(e.getOriginalMessage());
        }
        if (!node.isObject()) {
            return new Malformed("not a JSON object");
        }
        String type = node.path("message_type").asText("");
        return switch (type) {
            case "session_started" -> new SessionStarted(string(node, "session_id"), node.path("config"));
            case "partial_transcript" -> new Partial(string(node, "text"));
            case "committed_transcript" -> new Committed(string(node, "text"));
            case "committed_transcript_with_timestamps" ->
                new CommittedWithTimestamps(
                        string(node, "text"), node.path("language_code").asText(null), Tokens.of(node.path("words")));
            case "committed_transcript_entities" -> new Entities(string(node, "text"), entities(node.path("entities")));
            case "edited_transcript" -> new Edited(string(node, "text"), string(node, "edited_text"));
            case "warning" -> new Warning(string(node, "warning"));
            case "final_transcript", "final_transcript_with_timestamps" -> new Unknown(type);
            default -> failed(type, node).<ServerEvent>map(failed -> failed).orElseGet(() -> new Unknown(type));
        };
    }

    private static Optional<Failed> failed(String type, JsonNode node) {
        Optional<ErrorCode> known = ErrorCode.ofType(type);
        String detail = detail(node);
        if (known.isEmpty() && detail.isEmpty() && !type.endsWith("error") && !type.endsWith("exceeded")) {
            return Optional.empty();
        }
        // Older versions of the service put the type of the error into a message of type "error".
        ErrorCode code = known.filter(found -> found != ErrorCode.ERROR)
                .or(() -> ErrorCode.ofType(detail))
                .or(() -> ErrorCode.ofType(node.path("error").path("type").asText("")))
                .orElse(ErrorCode.ERROR);
        return Optional.of(new Failed(code, code == ErrorCode.ERROR && !type.isEmpty() ? type : code.type(), detail));
    }

    private static String detail(JsonNode node) {
        for (String field : List.of("error", "message", "details")) {
            JsonNode value = node.path(field);
            if (value.isTextual() && !value.asText().isBlank()) {
                return value.asText();
            }
            if (value.isObject()) {
                return value.hasNonNull("message") ? value.path("message").asText() : value.toString();
            }
        }
        return "";
    }

    private static List<Entity> entities(JsonNode found) {
        List<Entity> entities = new ArrayList<>(found.size());
        for (JsonNode entity : found) {
            entities.add(new Entity(
                    string(entity, "text"),
                    string(entity, "entity_type"),
                    entity.path("start_char").asInt(),
                    entity.path("end_char").asInt()));
        }
        return List.copyOf(entities);
    }

    private static String string(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
