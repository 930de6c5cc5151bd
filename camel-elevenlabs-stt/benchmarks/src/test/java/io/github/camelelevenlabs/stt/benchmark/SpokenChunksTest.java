package io.github.camelelevenlabs.stt.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SpokenChunksTest {

    @Test
    void ten_seconds_become_a_hundred_messages_of_whole_words() {
        SpokenChunks speech = SpokenChunks.tenSeconds();
        assertThat(speech.messages())
                .hasSize(100)
                .allSatisfy(message -> assertThat(new String(message, StandardCharsets.UTF_8))
                        .startsWith("{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"")
                        .endsWith("\",\"commit\":false,\"sample_rate\":16000}"));
        assertThat(speech.text().split(" ")).hasSize(30);
    }
}
