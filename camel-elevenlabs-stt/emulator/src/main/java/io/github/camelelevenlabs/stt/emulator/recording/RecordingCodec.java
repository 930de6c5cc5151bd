package io.github.camelelevenlabs.stt.emulator.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelelevenlabs.stt.emulator.recording.Frame.End.How;
import io.github.camelelevenlabs.stt.emulator.recording.Frame.Side;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The lines of a recording: what happened, when and on which connection, as one JSON object.
 *
 * <pre>
 * {"at":0,"connection":1,"from":"client","open":{"model_id":["scribe_v2_realtime"]}}
 * {"at":203,"connection":1,"from":"service","message":{"message_type":"session_started", …}}
 * {"at":310,"connection":1,"from":"client","message":{"message_type":"input_audio_chunk","audio_base_64":"3200 bytes","commit":false}}
 * {"at":4870,"connection":1,"from":"client","close":{"code":1000,"reason":""}}
 * </pre>
 *
 * Of audio only the length is written; credentials are masked.
 */
final class RecordingCodec {
    private static final String AUDIO = "audio_base_64";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final TypeReference<Map<String, List<String>>> PARAMETERS = new TypeReference<>() {};

    private RecordingCodec() {}

    static String encode(RecordedFrame recorded, Secrets secrets) {
        ObjectNode line = JSON.createObjectNode()
                .put("at", recorded.at().toMillis())
                .put("connection", recorded.connection())
                .put("from", lowerCase(recorded.frame().from()));
        Frame frame = recorded.frame();
        if (frame instanceof Frame.Open open) {
            line.set("open", JSON.valueToTree(secrets.mask(open.parameters())));
        } else if (frame instanceof Frame.Refusal refusal) {
            line.put("refusal", refusal.status());
        } else if (frame instanceof Frame.Text text) {
            text(text.text(), secrets, line);
        } else if (frame instanceof Frame.Binary binary) {
            line.put("binary", binary.bytes());
        } else if (frame instanceof Frame.Ping) {
            line.put("ping", true);
        } else if (frame instanceof Frame.Close close) {
            line.putObject("close").put("code", close.code()).put("reason", secrets.mask(close.reason()));
        } else if (frame instanceof Frame.End end) {
            line.put("end", lowerCase(end.how()));
        } else {
            throw new IllegalArgumentException("No line for " + frame);
        }
        return line.toString();
    }

    private static void text(String text, Secrets secrets, ObjectNode line) {
        if (object(text) instanceof ObjectNode message) {
            if (message.path(AUDIO).isTextual()) {
                message.put(AUDIO, length(message.get(AUDIO).textValue()));
            }
            line.set("message", secrets.mask(message));
        } else {
            line.put("text", secrets.mask(text));
        }
    }

    private static String length(String base64) {
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.isEmpty() ? "" : base64.length() * 3L / 4 - padding + " bytes";
    }

    private static JsonNode object(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** @throws IllegalArgumentException saying what is wrong with the line */
    static RecordedFrame decode(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return new RecordedFrame(
                    Duration.ofMillis(number(node, "at")), number(node, "connection"), frame(node, side(node)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The id of the session, if this message says that one has started. */
    static Optional<String> sessionId(String message) {
        return object(message) instanceof ObjectNode node
                        && node.path("message_type").asText().equals("session_started")
                ? Optional.of(node.path("session_id").asText())
                : Optional.empty();
    }

    private static Frame frame(JsonNode line, Side from) {
        if (line.has("message")) {
            return new Frame.Text(from, line.get("message").toString());
        } else if (line.has("text")) {
            return new Frame.Text(from, line.get("text").asText());
        } else if (line.has("open")) {
            return new Frame.Open(JSON.convertValue(line.get("open"), PARAMETERS));
        } else if (line.has("refusal")) {
            return new Frame.Refusal(number(line, "refusal"));
        } else if (line.has("binary")) {
            return new Frame.Binary(from, number(line, "binary"));
        } else if (line.has("ping")) {
            return new Frame.Ping(from);
        } else if (line.has("close")) {
            JsonNode close = line.get("close");
            return new Frame.Close(
                    from, number(close, "code"), close.path("reason").asText());
        } else if (line.has("end")) {
            return new Frame.End(from, constant(How.class, "end", line));
        }
        throw new IllegalArgumentException("has none of open, refusal, message, text, binary, ping, close and end");
    }

    private static Side side(JsonNode line) {
        return constant(Side.class, "from", line);
    }

    private static int number(JsonNode line, String field) {
        if (!line.path(field).canConvertToInt()) {
            throw new IllegalArgumentException("needs a number as '" + field + "', has " + line.get(field));
        }
        return line.get(field).intValue();
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String field, JsonNode line) {
        for (E constant : type.getEnumConstants()) {
            if (lowerCase(constant).equals(line.path(field).asText())) {
                return constant;
            }
        }
        throw new IllegalArgumentException("needs one of "
                + List.of(type.getEnumConstants()).stream()
                        .map(RecordingCodec::lowerCase)
                        .toList() + " as '" + field
                + "', has " + line.get(field));
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
