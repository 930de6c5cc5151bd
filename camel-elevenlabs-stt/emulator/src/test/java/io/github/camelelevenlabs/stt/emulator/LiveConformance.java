package io.github.camelelevenlabs.stt.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Checks the real service, which costs money: see {@link Conformance#price()}. Runs only in the profile {@code live} and
 * only with a key.
 */
class LiveConformance {

    @Test
    void the_emulator_behaves_like_the_service() {
        String key = System.getenv("ELEVENLABS_API_KEY");
        boolean hasKey = key != null && !key.isBlank();
        if (!hasKey) {
            System.out.println("Skipped the comparison with the live service: ELEVENLABS_API_KEY is not set.");
        }
        assumeTrue(hasKey, "ELEVENLABS_API_KEY is not set");

        Service service =
                new Service(URI.create(System.getProperty("live.baseUrl", "wss://api.elevenlabs.io")), key, 1);
        Conformance conformance = new Conformance();
        System.out.println("Asking " + service + ". " + conformance.price());
        List<String> log = new ArrayList<>();
        try (SttEmulator emulator = SttEmulator.builder()
                .recogniser(Recogniser.script("Welcome to the harbour office."))
                .apiKey(key)
                .start()) {
            List<String> differences = conformance.compare(service, new Service(emulator.uri(), key, 1), log);
            log.forEach(System.out::println);
            assertThat(differences)
                    .as("what the service does otherwise than the emulator")
                    .isEmpty();
        }
    }
}
