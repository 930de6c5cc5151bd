package io.github.camelelevenlabs.stt.example.ftp;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.emulator.Recogniser;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.apache.camel.main.Main;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * Starts an FTP server with one recording and a PostgreSQL, transcribes, shows the rows and ends.
 *
 * <p>With the environment variable {@code ELEVENLABS_API_KEY} it uses the service, without it a local emulator, which
 * understands clear English.
 */
public final class FtpToPostgresql {

    private static final int FTP_PORT = 2121;
    private static final int POSTGRESQL_PORT = 54321;

    private FtpToPostgresql() {}

    /** @param args the recording, a WAV file, and a folder for what is needed while it runs */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Path recording = Path.of(args[0]);
        Path home = Path.of(args[1], "ftp");
        requireFree(FTP_PORT);
        requireFree(POSTGRESQL_PORT);
        out.println("Starting PostgreSQL and an FTP server.");
        try (Database database = new Database(POSTGRESQL_PORT);
                FtpFolder ftp = new FtpFolder(home, FTP_PORT, "camel", "harbour", Map.of())) {
            ftp.upload("recordings", recording.getFileName().toString(), Files.readAllBytes(recording));
            out.println("On the FTP server: " + ftp.list("recordings"));
            AtomicBoolean interrupted = new AtomicBoolean();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted.set(true)));
            transcribe(application(database.dataSource(), Path.of(args[1], "work")), out);
            if (interrupted.get()) {
                // By Ctrl-C, with which the database ends too.
                return;
            }
            new Report(database.dataSource(), out::println).print();
            out.println("On the FTP server: " + ftp.list("recordings"));
        }
    }

    /** Ends the process with one line if another program listens there; the servers' own messages do not name the port. */
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

    private static void transcribe(Main application, PrintStream out) throws Exception {
        // The example ends when one recording is done.
        application.configure().withDurationMaxMessages(1);
        // Ctrl-C does not wait for transcripts: the recording stays on the FTP server.
        application.configure().withShutdownTimeout(1).withShutdownSuppressLoggingOnTimeout(true);
        String apiKey = System.getenv("ELEVENLABS_API_KEY");
        if (apiKey != null && !apiKey.isBlank()) {
            out.println("Transcribing with ElevenLabs: ELEVENLABS_API_KEY is set.");
            application.run();
            return;
        }
        out.println("Transcribing with the local emulator: ELEVENLABS_API_KEY is not set.");
        out.println("Reading the emulator's model of English, which takes 10 to 30 seconds.");
        try (SttEmulator emulator =
                SttEmulator.builder().recogniser(Recogniser.speech()).start()) {
            useEmulator(application, emulator.uri());
            out.println("Transcribing, which takes about as long as the recording.");
            application.run();
        }
    }

    /** @param work a folder for recordings while they are being transcribed */
    static Main application(DataSource database, Path work) {
        Main main = new Main();
        main.bind("database", database);
        main.bind("transaction", new SpringTransactionPolicy(new DataSourceTransactionManager(database)));
        main.addInitialProperty("work", work.toString());
        main.configure().addRoutesBuilder(new RecordingRoutes());
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
