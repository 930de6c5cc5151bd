package io.github.camelelevenlabs.stt.example.captions;

import static java.time.Duration.ofSeconds;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.emulator.Fault.DropConnection;
import io.github.camelelevenlabs.stt.emulator.Recogniser;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.main.Main;

/**
 * Runs a radio station with a recording and shows its captions on a web page until Ctrl-C, with those of everybody who speaks
 * into the page.
 *
 * <p>With the environment variable {@code ELEVENLABS_API_KEY} it uses the service, without it a local emulator, which
 * understands clear English and breaks the connection once.
 */
public final class LiveCaptions {

    private static final int PORT = 8092;
    /** For as long as a page keeps audio while its connection is lost, so that no session ends within a word. */
    private static final String ABSENCE = "60s";

    private LiveCaptions() {}

    /** @param args the programme, a WAV file of 16 bits; then, to listen to another station instead, its URL */
    public static void main(String[] args) throws Exception {
        requireFree(PORT);
        Vertx vertx = Vertx.vertx();
        try {
            CaptionStream captions = new CaptionStream();
            Microphones microphones = new Microphones(vertx, captions);
            byte[] recording = Files.readAllBytes(Path.of(args[0]));
            RadioStation station = new RadioStation(vertx, recording, 1, microphones::areOn);
            System.out.println("Live captions: " + new CaptionPage(vertx, captions, microphones, PORT).address());
            URI programme = args.length > 1 ? URI.create(args[1]) : station.uri();
            listen(application(programme, captions, microphones));
        } finally {
            vertx.close();
        }
    }

    private static void listen(Main application) throws Exception {
        String apiKey = System.getenv("ELEVENLABS_API_KEY");
        if (apiKey != null && !apiKey.isBlank()) {
            System.out.println("Listening with ElevenLabs. Ctrl-C ends.");
            application.run();
            return;
        }
        System.out.println(
                "Listening with the local emulator: ELEVENLABS_API_KEY is not set. Once, after 20 seconds, it breaks"
                        + " the connection. Ctrl-C ends.");
        System.out.println("Reading the emulator's model of English, which takes 10 to 30 seconds.");
        try (SttEmulator emulator =
                SttEmulator.builder().recogniser(Recogniser.speech()).start()) {
            emulator.script().afterAudio(ofSeconds(20)).fault(new DropConnection());
            useEmulator(application, emulator.uri());
            application.run();
        }
    }

    /** Ends the process with one line if another program listens there. */
    private static void requireFree(int port) {
        try {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        } catch (IOException e) {
            System.err.println(
                    "Port " + port + " is in use, perhaps by this example in another terminal. End the program that"
                            + " listens there, then start again.");
            System.exit(1);
        }
    }

    static Main application(URI station, CaptionStream captions, Microphones microphones) {
        Main main = new Main();
        main.addInitialProperty("station", station.toString());
        main.addInitialProperty("absence", ABSENCE);
        main.configure().addRoutesBuilder(new CaptionRoutes(captions, microphones));
        // Ctrl-C does not wait for transcripts.
        main.configure().withShutdownTimeout(1).withShutdownSuppressLoggingOnTimeout(true);
        return main;
    }

    static void useEmulator(Main application, URI address) {
        ElevenLabsSttComponent component = new ElevenLabsSttComponent();
        component.getConfiguration().setBaseUrl(address.toString());
        component.getConfiguration().setApiKey("any");
        // On a slow machine the recogniser is behind for minutes.
        component.getConfiguration().setTranscriptTimeout(Duration.ofMinutes(10).toMillis());
        application.bind("elevenlabs-stt", component);
    }
}
