package io.github.camelelevenlabs.stt.emulator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.protocol.ClientMessage.BadBase64;
import io.github.camelelevenlabs.stt.emulator.protocol.ClientMessage.InputAudioChunk;
import io.github.camelelevenlabs.stt.emulator.protocol.ClientMessage.Malformed;
import io.github.camelelevenlabs.stt.emulator.protocol.ClientMessage.UnknownType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ClientCodecTest {

    private static ClientMessage decode(String json) {
        return ClientCodec.decode(json.getBytes(StandardCharsets.UTF_8), false);
    }

    @Test
    void reads_a_chunk_whatever_the_order_of_its_fields() {
        InputAudioChunk chunk = (InputAudioChunk) decode("{\"previous_text\":\"caf\u00e9\",\"audio_base_64\":\"AQID\","
                + "\"other\":{\"a\":[1]},\"sample_rate\":8000,\"commit\":true,\"message_type\":\"input_audio_chunk\"}");
        assertThat(chunk.audio()).containsExactly(1, 2, 3);
        assertThat(chunk.commit()).isTrue();
        assertThat(chunk.sampleRate()).isEqualTo(8_000);
        assertThat(chunk.previousText()).isEqualTo("caf\u00e9");
    }

    @Test
    void missing_fields_are_false_or_null() {
        InputAudioChunk chunk =
                (InputAudioChunk) decode("{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"\"}");
        assertThat(chunk.audio()).isEmpty();
        assertThat(chunk.commit()).isFalse();
        assertThat(chunk.sampleRate()).isNull();
        assertThat(chunk.previousText()).isNull();
    }

    @Test
    void distinguishes_the_kinds_of_mistakes() {
        assertThat(decode("{\"message_type\":\"ping\"}")).isEqualTo(new UnknownType("ping"));
        assertThat(decode("{\"message_type\":\"input_audio_chunk\"}"))
                .isEqualTo(new Malformed("audio_base_64 is missing"));
        assertThat(decode("{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"A\"}"))
                .isInstanceOf(BadBase64.class);
        assertThat(decode("{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"AQID"))
                .isInstanceOf(Malformed.class);
    }
}
