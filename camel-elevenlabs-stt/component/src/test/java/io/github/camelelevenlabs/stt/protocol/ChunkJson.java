package io.github.camelelevenlabs.stt.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** The JSON of a client's messages, in UTF-8. */
public final class ChunkJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ChunkJson() {}

    /** What goes to the wire for this message. */
    public static byte[] of(InputAudioChunk chunk) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes(chunk.envelope().head());
        json.writeBytes(Base64.getEncoder().encode(bytes(chunk.audio())));
        json.writeBytes(chunk.envelope().tail());
        return json.toByteArray();
    }

    /** The message as Jackson writes it. */
    public static String byJackson(Slice audio, boolean commit, int sampleRate, String previousText) {
        ObjectNode message = JSON.createObjectNode()
                .put("message_type", "input_audio_chunk")
                .put("audio_base_64", bytes(audio))
                .put("commit", commit)
                .put("sample_rate", sampleRate);
        if (previousText != null) {
            message.put("previous_text", previousText);
        }
        try {
            return new String(JSON.writeValueAsBytes(message), StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(Slice audio) {
        return Arrays.copyOfRange(audio.array(), audio.offset(), audio.offset() + audio.length());
    }
}
