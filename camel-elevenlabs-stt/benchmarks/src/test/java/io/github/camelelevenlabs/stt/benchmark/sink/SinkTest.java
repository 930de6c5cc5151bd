package io.github.camelelevenlabs.stt.benchmark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.benchmark.load.PeriodicSpeech;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** No client is fast because it sends something else. */
class SinkTest {

    private static final byte[] RECORDING = PeriodicSpeech.recording(45);
    private static final byte[] SAMPLES = {1, 2, 3, 4};

    @Test
    void the_recording_is_expected_byte_for_byte() {
        for (int at = 0; at < RECORDING.length; at += 1_000) {
            byte[] chunk = Arrays.copyOfRange(RECORDING, at, Math.min(at + 1_000, RECORDING.length));
            assertThat(ExpectedAudio.wrong(chunk, at)).isZero();
        }
    }

    @Test
    void a_changed_byte_and_a_lost_chunk_are_noticed() {
        byte[] changed = Arrays.copyOf(RECORDING, 3_200);
        changed[100]++;
        assertThat(ExpectedAudio.wrong(changed, 0)).isEqualTo(3_200);
        assertThat(ExpectedAudio.wrong(Arrays.copyOfRange(RECORDING, 6_400, 9_600), 3_200))
                .isEqualTo(3_200);
    }

    @Test
    void messages_are_read_whatever_the_order_of_their_fields() {
        String audio = "\"audio_base_64\":\"" + Base64.getEncoder().encodeToString(SAMPLES) + "\"";
        AudioMessage last = message("{" + audio + ",\"commit\":true}");
        AudioMessage first = message("{\"commit\":true," + audio + "}");
        AudioMessage without = message("{\"message_type\":\"input_audio_chunk\"," + audio + ",\"commit\":false}");
        assertThat(last.audio()).isEqualTo(SAMPLES);
        assertThat(last.commit()).isTrue();
        assertThat(first.commit()).isTrue();
        assertThat(without.commit()).isFalse();
    }

    @Test
    void only_silence_with_a_commit_is_padding() {
        assertThat(new AudioMessage(new byte[3_200], true).isPadding()).isTrue();
        assertThat(new AudioMessage(new byte[3_200], false).isPadding()).isFalse();
        assertThat(new AudioMessage(SAMPLES, true).isPadding()).isFalse();
    }

    private static AudioMessage message(String json) {
        return AudioMessage.of(Unpooled.copiedBuffer(json, StandardCharsets.UTF_8));
    }
}
