package io.github.camelelevenlabs.stt.example.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.core.env.Environment;

/** Recordings in an inbox become texts in an outbox; {@link Recordings} says how. */
@SpringBootApplication
public class Transcription {

    /** @param args properties, such as {@code --inbox=calls} */
    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(Transcription.class);
        String apiKey = System.getenv("ELEVENLABS_API_KEY");
        if (apiKey == null || apiKey.isBlank()) {
            System.out.println("Transcribing with the local emulator: ELEVENLABS_API_KEY is not set.");
            System.out.println("Reading the emulator's model of English, which takes 10 to 30 seconds.");
            application.setAdditionalProfiles(LocalEmulator.PROFILE);
        } else {
            System.out.println("Transcribing with ElevenLabs: ELEVENLABS_API_KEY is set.");
        }
        Environment environment = application.run(args).getEnvironment();
        System.out.println(environment.resolvePlaceholders(
                "Ready? http://${server.address}:${server.port}/actuator/health/readiness. Ctrl-C ends."));
    }
}
