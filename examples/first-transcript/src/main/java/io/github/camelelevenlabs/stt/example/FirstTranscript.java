package io.github.camelelevenlabs.stt.example;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.emulator.Recogniser;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * Transcribes the WAV files of a folder, those that are there and those that are put there while it runs.
 *
 * <p>With the environment variable {@code ELEVENLABS_API_KEY} it uses the service, without it a local emulator, which
 * understands clear English.
 */
public final class FirstTranscript {

    private FirstTranscript() {}

    /** @param args the folder; {@code recordings} by default */
    public static void main(String[] args) throws Exception {
        Path recordings = Path.of(args.length == 0 ? "recordings" : args[0]);
        Console console = new Console(Terminal.ofThisProcess(), recordings);
        String apiKey = System.getenv("ELEVENLABS_API_KEY");
        if (apiKey != null && !apiKey.isBlank()) {
            console.print("Transcribing with ElevenLabs: ELEVENLABS_API_KEY is set.");
            application(recordings, console).run();
            return;
        }
        console.print("Transcribing with the local emulator, which knows English only: ELEVENLABS_API_KEY is not set.");
        console.print("Reading the emulator's model of English, which takes 10 to 30 seconds.");
        try (SttEmulator emulator =
                SttEmulator.builder().recogniser(Recogniser.speech()).start()) {
            Main application = application(recordings, console);
            useEmulator(application, emulator.uri());
            application.run();
        }
    }

    static Main application(Path recordings, Console console) {
        Main main = new Main();
        main.addInitialProperty("recordings", recordings.toString());
        main.configure().addRoutesBuilder(new TranscriptRoutes(console));
        // Ctrl-C does not wait for the end of a long recording.
        main.configure().withShutdownTimeout(1).withShutdownSuppressLoggingOnTimeout(true);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeStop(BaseMainSupport stopping) {
                console.close();
            }
        });
        console.watching();
        return main;
    }

    static void useEmulator(Main application, URI address) {
        ElevenLabsSttComponent component = new ElevenLabsSttComponent();
        component.getConfiguration().setBaseUrl(address.toString());
        component.getConfiguration().setApiKey("any");
        // On a busy computer the recogniser is slower than the service.
        component.getConfiguration().setTranscriptTimeout(Duration.ofMinutes(10).toMillis());
        application.bind("elevenlabs-stt", component);
    }
}
