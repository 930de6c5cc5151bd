package io.github.camelelevenlabs.stt.example.kamelet;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.emulator.Recogniser;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteConfigurationBuilder;
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
        if (!hasRecording(recordings)) {
            System.err.println("There is no file that ends in .wav in the folder " + recordings + ": put one there.");
            System.exit(1);
        }
        AtomicBoolean failed = new AtomicBoolean();
        transcribe(recordings, transcripts, () -> failed.set(true));
        if (failed.get()) {
            System.exit(1);
        }
    }

    private static void transcribe(Path recordings, Path transcripts, Runnable onFailure) throws Exception {
        String apiKey = System.getenv("ELEVENLABS_API_KEY");
        if (apiKey != null && !apiKey.isBlank()) {
            System.out.println("Transcribing with ElevenLabs: ELEVENLABS_API_KEY is set.");
            application(recordings, transcripts, onFailure).run();
            return;
        }
        System.out.println("Transcribing with the local emulator: ELEVENLABS_API_KEY is not set.");
        System.out.println("Reading the emulator's model of English, which takes 10 to 30 seconds.");
        try (SttEmulator emulator =
                SttEmulator.builder().recogniser(Recogniser.speech()).start()) {
            Main application = application(recordings, transcripts, onFailure);
            useEmulator(application, emulator.uri());
            application.run();
        }
    }

    private static boolean hasRecording(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(
                    file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".wav"));
        }
    }

    /** The example ends when one recording has been transcribed, or has failed. */
    static Main application(Path recordings, Path transcripts, Runnable onFailure) {
        Main main = new Main();
        main.addInitialProperty("recordings", recordings.toString());
        main.addInitialProperty("transcripts", transcripts.toString());
        main.configure()
                .withRoutesIncludePattern("camel/*.camel.yaml")
                .withDurationMaxMessages(1)
                .withShutdownTimeout(1)
                .withShutdownSuppressLoggingOnTimeout(true);
        main.configure().addRoutesBuilder(failures(onFailure));
        return main;
    }

    /** One line in place of the stack trace that Camel logs otherwise, for all routes. */
    private static RouteConfigurationBuilder failures(Runnable onFailure) {
        return new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                routeConfiguration()
                        .onException(Exception.class)
                        .logExhausted(false)
                        .process(exchange -> onFailure.run())
                        .log(LoggingLevel.ERROR, "${file:onlyname} is not transcribed: ${exception.message}");
            }
        };
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
