package io.github.camelelevenlabs.stt.example.live;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.emulator.Recogniser;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.camel.main.Main;

/**
 * Runs a radio station with a recording and shows its captions until Ctrl-C.
 *
 * <p>With the environment variable {@code ELEVENLABS_API_KEY} it uses the service, without it a local emulator, which
 * understands clear English.
 */
public final class LiveStream {

    private LiveStream() {}

    /** @param args the programme, an MP3 file of 64 kbit/s; then, to listen to another station instead, its URL */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        String apiKey = System.getenv("ELEVENLABS_API_KEY");
        boolean service = apiKey != null && !apiKey.isBlank();
        try (RadioStation station = new RadioStation(Files.readAllBytes(Path.of(args[0])), 1)) {
            URI tuned = args.length > 1 ? URI.create(args[1]) : station.uri();
            out.println("Listening to " + tuned.getHost() + ", with "
                    + (service ? "ElevenLabs" : "the local emulator: ELEVENLABS_API_KEY is not set")
                    + ". Ctrl-C ends.");
            if (service) {
                application(tuned, out::println).run();
                return;
            }
            out.println("Reading the emulator's model of English, which takes 10 to 30 seconds.");
            try (SttEmulator emulator =
                    SttEmulator.builder().recogniser(Recogniser.speech()).start()) {
                Main application = application(tuned, out::println);
                useEmulator(application, emulator.uri());
                application.run();
            }
        }
    }

    static Main application(URI station, Consumer<String> console) {
        Main main = new Main();
        main.addInitialProperty("station", station.toString());
        main.configure().addRoutesBuilder(new CaptionRoutes(console));
        // Ctrl-C does not wait for transcripts.
        main.configure().withShutdownTimeout(1).withShutdownSuppressLoggingOnTimeout(true);
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
