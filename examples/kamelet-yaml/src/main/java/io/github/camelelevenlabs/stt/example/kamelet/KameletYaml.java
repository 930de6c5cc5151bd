package io.github.camelelevenlabs.stt.example.kamelet;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.emulator.Recogniser;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import java.net.URI;
import java.nio.file.Path;
import org.apache.camel.main.Main;

/**
 * Runs the route in {@code camel/transcribe.camel.yaml} for the first recording of a folder. With the environment variable
 * {@code ELEVENLABS_API_KEY} it uses the service, without it a local emulator, which understands clear English.
 */
public final class KameletYaml {

    private KameletYaml() {}

    /** @param args the folder of the recordings, and the one for their transcripts */
    public static void main(String[] args) throws Exception {
        Path recordings = Path.of(args[0]);
        Path transcripts = Path.of(args[1]);
        String apiKey = System.getenv("ELEVENLABS_API_KEY");
        if (apiKey != null && !apiKey.isBlank()) {
            System.out.println("Transcribing with ElevenLabs: ELEVENLABS_API_KEY is set.");
            application(recordings, transcripts).run();
            return;
        }
        System.out.println("Transcribing with the local emulator: ELEVENLABS_API_KEY is not set.");
        System.out.println("Reading the emulator's model of English, which takes some seconds.");
        try (SttEmulator emulator =
                SttEmulator.builder().recogniser(Recogniser.speech()).start()) {
            Main application = application(recordings, transcripts);
            useEmulator(application, emulator.uri());
            application.run();
        }
    }

    /** The example ends when one recording has been transcribed. */
    static Main application(Path recordings, Path transcripts) {
        Main main = new Main();
        main.addInitialProperty("recordings", recordings.toString());
        main.addInitialProperty("transcripts", transcripts.toString());
        main.configure().withRoutesIncludePattern("camel/*.camel.yaml").withDurationMaxMessages(1);
        return main;
    }

    static void useEmulator(Main application, URI address) {
        ElevenLabsSttComponent component = new ElevenLabsSttComponent();
        component.getConfiguration().setBaseUrl(address.toString());
        component.getConfiguration().setApiKey("any");
        // On a busy computer the recogniser is slower than the service.
        component.getConfiguration().setTranscriptTimeout(300_000);
        application.bind("elevenlabs-stt", component);
    }
}
