package io.github.camelelevenlabs.stt.example.quarkus;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.ElevenLabsSttConfiguration;
import io.github.camelelevenlabs.stt.emulator.Recogniser;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.quarkus.arc.profile.UnlessBuildProfile;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.camel.quarkus.core.events.ComponentAddEvent;

/** Replaces the service for users without an API key. Your application does not need this class. */
@ApplicationScoped
@UnlessBuildProfile("test")
public class LocalEmulator {

    private SttEmulator emulator;

    void takeThePlaceOfTheService(@Observes ComponentAddEvent added) {
        if (!(added.getComponent() instanceof ElevenLabsSttComponent component)) {
            return;
        }
        String apiKey = System.getenv("ELEVENLABS_API_KEY");
        if (apiKey != null && !apiKey.isBlank()) {
            System.out.println("Transcribing with ElevenLabs: ELEVENLABS_API_KEY is set. Ctrl-C ends.");
            return;
        }
        System.out.println("Transcribing with the local emulator: ELEVENLABS_API_KEY is not set. Ctrl-C ends.");
        System.out.println("Reading the emulator's model of English, which takes 10 to 30 seconds.");
        emulator = SttEmulator.builder().recogniser(Recogniser.speech()).start();
        ElevenLabsSttConfiguration options = component.getConfiguration();
        options.setBaseUrl(emulator.uri().toString());
        options.setApiKey("any");
        // The small recogniser is slower than the service.
        options.setTranscriptTimeout(300_000);
    }

    @PreDestroy
    void stop() {
        if (emulator != null) {
            emulator.stop();
        }
    }
}
