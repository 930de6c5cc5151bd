package io.github.camelelevenlabs.stt.docs;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.SttEmulatorExtension;
import io.github.camelelevenlabs.stt.emulator.Tones;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SttEmulatorExtension.class)
class MyClientTest {

    @Test
    void tones_are_transcribed(SttEmulator emulator) {
        // ws://127.0.0.1:<a free port>, any API key
        MyClient client = new MyClient(emulator.uri());
        client.send(Tones.pcm(16_000, "one two three"));
        assertThat(client.transcript()).isEqualTo("one two three");
        assertThat(emulator.sessions().get(0).audioDuration()).isEqualTo(ofMillis(600));
        assertThat(emulator.violations()).isEmpty();
    }
}
