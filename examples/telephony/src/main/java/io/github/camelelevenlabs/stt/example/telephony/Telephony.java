package io.github.camelelevenlabs.stt.example.telephony;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.emulator.Recogniser;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * Answers four lines, and calls three of them with a recording: two callers at once, then a call of two people.
 *
 * <p>With the environment variable {@code ELEVENLABS_API_KEY} it uses the service, without it a local emulator, which
 * understands clear English.
 */
public final class Telephony {

    private static final String MEDIA_PATH = "/media";
    private static final String HOOK_PATH = "/audiohook";
    private static final Lines LINES = new Lines(8090, 8091, 8094, 8095);
    private static final Duration FRAME = Duration.ofMillis(20);
    private static final int CALLS = 3;
    /** As long as the recogniser may take for the last transcripts. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private Telephony() {}

    /** @param args the recording, a WAV file */
    public static void main(String[] args) throws Exception {
        LINES.ports().forEach(Telephony::requireFree);
        Phone phone = new Phone(Files.readAllBytes(Path.of(args[0])), FRAME);
        String apiKey = System.getenv("ELEVENLABS_API_KEY");
        if (apiKey != null && !apiKey.isBlank()) {
            run(new Main(), phone);
            return;
        }
        System.out.println("ELEVENLABS_API_KEY is not set: the local emulator transcribes.");
        System.out.println("Its recogniser hears four voices by turns, slower than they speak: their text comes late.");
        System.out.println("Reading the emulator's model of English, which takes 10 to 30 seconds.");
        try (SttEmulator emulator =
                SttEmulator.builder().recogniser(Recogniser.speech()).start()) {
            Main main = new Main();
            useEmulator(main, emulator.uri());
            run(main, phone);
        }
    }

    private static void run(Main main, Phone phone) throws Exception {
        CountDownLatch transcribed = new CountDownLatch(CALLS);
        configure(main, LINES, System.out::println, transcribed::countDown);
        // Ctrl-C does not wait for transcripts.
        main.configure().withShutdownTimeout(1).withShutdownSuppressLoggingOnTimeout(true);
        FutureTask<Void> calls = new FutureTask<>(() -> makeCalls(phone, transcribed)) {
            @Override
            protected void done() {
                main.completed();
            }
        };
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport started) {
                Thread caller = new Thread(calls, "calls");
                caller.setDaemon(true);
                caller.start();
            }

            @Override
            public void beforeStop(BaseMainSupport stopping) {
                // After a Ctrl-C.
                calls.cancel(true);
            }
        });
        main.run();
        if (!calls.isCancelled()) {
            calls.get();
        }
    }

    private static Void makeCalls(Phone phone, CountDownLatch transcribed) throws Exception {
        System.out.println("Two calls, at the pace of speech: one over a WebSocket, one over TCP.");
        call(phone, LINES);
        System.out.println("A call of two people who talk at once, each on a track of its own.");
        phone.callWithBothTracks(LINES.bothTracks(), "MZ0002");
        System.out.println("All calls have ended. Waiting for their last transcripts.");
        transcribed.await(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
        return null;
    }

    /** Ends the process with one line if another program listens there; Camel's own message does not name the port. */
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

    /** The ports that answer calls. */
    record Lines(int mediaPort, int audioPort, int tracksPort, int hookPort) {
        IntStream ports() {
            return IntStream.of(mediaPort, audioPort, tracksPort, hookPort);
        }

        URI mediaStream() {
            return URI.create("ws://127.0.0.1:" + mediaPort + MEDIA_PATH);
        }

        URI bothTracks() {
            return URI.create("ws://127.0.0.1:" + tracksPort + MEDIA_PATH);
        }

        URI audioHook() {
            return URI.create("ws://127.0.0.1:" + hookPort + HOOK_PATH);
        }
    }

    /** @param transcribed run for every call that has ended and is transcribed */
    static void configure(Main main, Lines lines, Consumer<String> console, Runnable transcribed) {
        main.bind("mediaStreams", new WebSocketServer(MEDIA_PATH));
        main.bind("connectionAudio", new ConnectionAudio());
        main.bind("audioHook", new WebSocketServer(HOOK_PATH));
        main.addInitialProperty("media.port", String.valueOf(lines.mediaPort()));
        main.addInitialProperty("audio.port", String.valueOf(lines.audioPort()));
        main.addInitialProperty("tracks.port", String.valueOf(lines.tracksPort()));
        main.addInitialProperty("hook.port", String.valueOf(lines.hookPort()));
        main.configure().addRoutesBuilder(new CallRoutes(console, transcribed));
        main.configure().addRoutesBuilder(new ConversationRoutes(console, transcribed));
    }

    static void useEmulator(Main main, URI address) {
        ElevenLabsSttComponent component = new ElevenLabsSttComponent();
        component.getConfiguration().setBaseUrl(address.toString());
        component.getConfiguration().setApiKey("any");
        // On a busy computer the recogniser is slower than the service.
        component.getConfiguration().setTranscriptTimeout(Duration.ofMinutes(10).toMillis());
        main.bind("elevenlabs-stt", component);
    }

    /** Makes two calls at once and waits until both have ended. */
    static void call(Phone phone, Lines lines) throws Exception {
        CompletableFuture<Void> overTcp = CompletableFuture.runAsync(() -> {
            try {
                phone.callOverTcp(lines.audioPort());
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
        phone.callOverWebSocket(lines.mediaStream(), "MZ0001");
        overTcp.get();
    }
}
