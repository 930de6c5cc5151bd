package io.github.camelelevenlabs.stt.emulator.protocol;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.github.camelelevenlabs.stt.emulator.protocol.ClientMessage.BadBase64;
import io.github.camelelevenlabs.stt.emulator.protocol.ClientMessage.InputAudioChunk;
import io.github.camelelevenlabs.stt.emulator.protocol.ClientMessage.Malformed;
import io.github.camelelevenlabs.stt.emulator.protocol.ClientMessage.UnknownType;
import java.io.IOException;

/** Reads a client's text frame in one pass, the audio straight from base64 to bytes. Thread-safe. */
public final class ClientCodec {
    private static final String CHUNK = "input_audio_chunk";
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private ClientCodec() {}

    /**
     * @param utf8       the whole text of the frame
     * @param everyField whether {@code commit} and {@code sample_rate} may not be missing
     */
    public static ClientMessage decode(byte[] utf8, boolean everyField) {
        try (JsonParser parser = JSON.createParser(utf8)) {
            return new Fields().read(parser, everyField);
        } catch (NotBase64 e) {
            return new BadBase64(e.getMessage());
        } catch (IOException e) {
            return new Malformed(e.getMessage());
        }
    }

    private static final class Fields {
        private String type;
        private byte[] audio;
        private Boolean commit;
        private Integer sampleRate;
        private String previousText;

        ClientMessage read(JsonParser parser, boolean everyField) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Malformed("not a JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (!field(name, value, parser)) {
                    return new Malformed(name + " is a " + value);
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                return new Malformed("more than one JSON object");
            }
            return message(everyField);
        }

        private boolean field(String name, JsonToken value, JsonParser parser) throws IOException {
            switch (name) {
                case "message_type":
                    type = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                    return type != null;
                case "audio_base_64":
                    audio = value == JsonToken.VALUE_STRING ? audio(parser) : null;
                    return audio != null;
                case "commit":
                    commit = value == JsonToken.VALUE_TRUE;
                    return value.isBoolean();
                case "sample_rate":
                    sampleRate = value == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : null;
                    return value == JsonToken.VALUE_NUMBER_INT || value == JsonToken.VALUE_NULL;
                case "previous_text":
                    previousText = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                    return value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NULL;
                default:
                    parser.skipChildren();
                    return true;
            }
        }

        private static byte[] audio(JsonParser parser) throws IOException {
            try {
                return parser.getBinaryValue(Base64Variants.MIME_NO_LINEFEEDS);
            } catch (JsonEOFException unfinished) {
                throw unfinished;
            } catch (JsonParseException e) {
                throw new NotBase64(e.getOriginalMessage());
            }
        }

        private ClientMessage message(boolean everyField) {
            if (type == null) {
                return new Malformed("message_type is missing");
            }
            if (!type.equals(CHUNK)) {
                return new UnknownType(type);
            }
            if (audio == null) {
                return new Malformed("audio_base_64 is missing");
            }
            if (everyField && (commit == null || sampleRate == null)) {
                return new Malformed((commit == null ? "commit" : "sample_rate") + " is missing");
            }
            return new InputAudioChunk(audio, Boolean.TRUE.equals(commit), sampleRate, previousText);
        }
    }

    private static final class NotBase64 extends IOException {
        private static final long serialVersionUID = 1L;

        NotBase64(String message) {
            super(message);
        }
    }
}
