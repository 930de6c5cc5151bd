package io.github.camelelevenlabs.stt.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Envelope;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the JSON of the client's messages and reads the service's; the only class that knows the field names of the protocol. Liberal in what it accepts:
 * unknown types and fields are no error, and every field may be missing or null. Safe for use by many threads.
 */
public final class ProtocolCodec {

    private static final byte[] HEAD =
            "{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"".getBytes(StandardCharsets.UTF_8);

    private ProtocolCodec() {}

    /**
     * The JSON around the audio of an {@link InputAudioChunk}.
     *
     * @param commit       whether the service has to make everything final up to the end of this message
     * @param sampleRate   in hertz; older servers require it
     * @param previousText context for the first words, on the very first message of a connection only; null for none
     */
    public static Envelope envelope(boolean commit, int sampleRate, String previousText) {
        StringBuilder tail = new StringBuilder("\",\"commit\":")
                .append(commit)
                .append(",\"sample_rate\":")
                .append(sampleRate);
        if (previousText != null) {
            tail.append(",\"previous_text\":\"");
            JsonStringEncoder.getInstance().quoteAsString(previousText, tail);
            tail.append('"');
        }
        return new Envelope(HEAD, tail.append('}').toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Decodes a text message of the service. Never fails: a message that cannot be read becomes {@link Malformed}. */
    public static ServerEvent decode(String text) {
        JsonNode node;
        try {
            node = JsonTree.of(text);
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
