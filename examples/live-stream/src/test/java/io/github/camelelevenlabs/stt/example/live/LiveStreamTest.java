package io.github.camelelevenlabs.stt.example.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveStreamTest {

    private final List<String> captions = new CopyOnWriteArrayList<>();
    private final SttEmulator emulator =
            SttEmulator.builder().behaviour(Behaviour.prompt()).start();

    @AfterEach
    void stopEmulator() {
        emulator.stop();
    }

    @Test
    void captions_appear_while_the_station_is_on_the_air() throws Exception {
        byte[] programme = getClass().getResourceAsStream("/tones.mp3").readAllBytes();
        try (RadioStation station = new RadioStation(programme, 20)) {
            Main application = LiveStream.application(station.uri(), captions::add);
            LiveStream.useEmulator(application, emulator.uri());
            application.start();
            await().until(() -> captions.size() >= 3);
            application.stop();
        }
        assertThat(captions.subList(0, 3))
                .extracting(caption -> caption.substring(caption.indexOf(']') + 2))
                .containsExactly("one two three", "one two three", "one two three");
        assertThat(captions.get(0)).startsWith("[00:00.");
        assertThat(captions.get(2)).startsWith("[00:05.");
        assertThat(emulator.sessions()).hasSize(1);
        assertThat(emulator.violations()).isEmpty();
    }
}
