package io.github.camelelevenlabs.stt.example.subtitles;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.emulator.Recogniser;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.main.Main;

/**
 * Writes subtitles for all recordings and videos of a folder, and ends.
 *
 * <p>With the environment variable {@code ELEVENLABS_API_KEY} it uses the service, without it a local emulator, which
 * understands clear English.
 */
public final class FileToSubtitles {

    private static final List<String> EXTENSIONS =
            List.of("wav", "mp3", "m4a", "flac", "ogg", "opus", "mp4", "mkv", "mov", "webm");

    private FileToSubtitles() {}

    /** @param args the folder of recordings, and the folder for the subtitles */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Path recordings = Path.of(args[0]);
        if (!Files.isDirectory(recordings)) {
            System.err.println("There is no folder " + recordings + ": set -Drecordings to a folder of recordings.");
            System.exit(1);
        }
        long count = count(recordings);
        String apiKey = System.getenv("ELEVENLABS_API_KEY");
        boolean service = apiKey != null && !apiKey.isBlank();
        out.println("Recordings to transcribe: " + count + ", with "
                + (service ? "ElevenLabs" : "the local emulator: ELEVENLABS_API_KEY is not set") + ".");
        if (count == 0) {
            out.println("In " + recordings + " is no file that ends in " + String.join(", ", EXTENSIONS) + ".");
            return;
        }
        if (service) {
            application(recordings, Path.of(args[1]), out::println).run();
            return;
        }
        out.println("Reading the emulator's model of English, which takes 10 to 30 seconds.");
        try (SttEmulator emulator =
                SttEmulator.builder().recogniser(Recogniser.speech()).start()) {
            Main application = application(recordings, Path.of(args[1]), out::println);
            useEmulator(application, emulator.uri());
            application.run();
        }
    }

    private static long count(Path recordings) throws IOException {
        try (Stream<Path> files = Files.list(recordings)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
                    })
                    .count();
        }
    }

    /** Ends by itself when there are subtitles for every recording. */
    static Main application(Path recordings, Path subtitles, Consumer<String> console) throws IOException {
        Main main = new Main();
        main.addInitialProperty("recordings", recordings.toString());
        main.addInitialProperty("subtitles", subtitles.toString());
        main.addInitialProperty("extensions", String.join(",", EXTENSIONS));
        Progress progress = new Progress(console, Math.toIntExact(count(recordings)), main::completed);
        main.configure().addRoutesBuilder(new SubtitleRoutes(progress));
        // Ctrl-C does not wait for transcripts.
        main.configure().withShutdownTimeout(1).withShutdownSuppressLoggingOnTimeout(true);
        return main;
    }

    static void useEmulator(Main application, URI address) {
        ElevenLabsSttComponent component = new ElevenLabsSttComponent();
        component.getConfiguration().setBaseUrl(address.toString());
        component.getConfiguration().setApiKey("any");
        // On a slow computer the recogniser is slower than real time, and recordings are sent faster than real time.
        component.getConfiguration().setTranscriptTimeout(Duration.ofMinutes(10).toMillis());
        application.bind("elevenlabs-stt", component);
    }
}
