package io.github.camelelevenlabs.stt.example.upload;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.ElevenLabsSttException;
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
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.util.ObjectHelper;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes uploads over HTTP and sends two itself, one that waits for its transcript and one that does not; then goes on until
 * Ctrl-C.
 *
 * <p>With the environment variable {@code ELEVENLABS_API_KEY} it uses the service, without it a local emulator, which
 * understands clear English.
 */
public final class HttpUploadToQueue {

    static final int MAX_SESSIONS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(HttpUploadToQueue.class);

    private static final int PORT = 8093;

    private HttpUploadToQueue() {}

    /** @param args a recording to upload, and the folder where the broker keeps its queues */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Path recording = Path.of(args[0]);
        requireFree(PORT);
        String apiKey = System.getenv("ELEVENLABS_API_KEY");
        boolean service = apiKey != null && !apiKey.isBlank();
        out.println("Transcribing with "
                + (service ? "ElevenLabs." : "the local emulator: ELEVENLABS_API_KEY is not set."));
        try (Broker broker = new Broker(Path.of(args[1]), Duration.ofSeconds(5))) {
            Main application = application(PORT, broker.url());
            application.configure().addRoutesBuilder(new QueueReader(out::println));
            // Ctrl-C does not wait for transcripts: an upload that was answered with 202 is kept, another one fails.
            application.configure().withShutdownTimeout(1).withShutdownSuppressLoggingOnTimeout(true);
            Client client = new Client(address(PORT), out::println);
            application.addMainListener(new MainListenerSupport() {
                @Override
                public void afterStart(BaseMainSupport main) {
                    out.println("Try it with a recording of your own, and end with Ctrl-C:");
                    out.println("  curl --data-binary @FILE " + address(PORT));
                    out.println();
                    client.start(recording);
                }

                @Override
                public void beforeStop(BaseMainSupport main) {
                    client.stop();
                    out.println();
                    out.println("Ends. An upload that was answered with 202 is kept, and goes on at the next start.");
                    // The consumer of a queue waits for its route, and the route for its transcript.
                    main.getCamelContext().getComponent("elevenlabs-stt").stop();
                }
            });
            if (service) {
                application.run();
                return;
            }
            out.println("Reading the emulator's model of English, which takes 10 to 30 seconds.");
            try (SttEmulator emulator =
                    SttEmulator.builder().recogniser(Recogniser.speech()).start()) {
                useEmulator(application, emulator.uri(), "any");
                application.run();
            }
        }
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

    /** A redelivery is logged in one line, without a stack trace; the end of this process is none. */
    private static void onFailedDelivery(Throwable failure) {
        ElevenLabsSttException session = ObjectHelper.getException(ElevenLabsSttException.class, failure);
        if (session == null || !session.getErrorType().equals("stopped")) {
            LOG.warn("An upload is kept and delivered again: {}", session == null ? failure : session.toString());
        }
    }

    static URI address(int port) {
        return URI.create("http://127.0.0.1:" + port + "/transcripts");
    }

    static Main application(int port, String brokerUrl) {
        ActiveMQConnectionFactory artemis = new ActiveMQConnectionFactory(brokerUrl);
        // An upload waits at the broker, not in the prefetch buffer of a busy consumer.
        artemis.setConsumerWindowSize(0);
        JmsPoolConnectionFactory connections = new JmsPoolConnectionFactory();
        connections.setConnectionFactory(artemis);
        JmsComponent jms = JmsComponent.jmsComponent(connections);
        jms.setErrorHandler(HttpUploadToQueue::onFailedDelivery);
        // A local JMS transaction, which keeps its consumer.
        jms.setLazyCreateTransactionManager(false);
        Main main = new Main();
        main.bind("jms", jms);
        main.addInitialProperty("http.port", String.valueOf(port));
        main.addInitialProperty("upload.limit", String.valueOf(32 * 1024 * 1024));
        // The service bills hours of audio, and a small upload can be many hours: this limit bounds the cost of
        // uploads.
        main.addInitialProperty("camel.component.elevenlabs-stt.maxConcurrentSessions", String.valueOf(MAX_SESSIONS));
        main.configure().addRoutesBuilder(new UploadRoutes());
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStop(BaseMainSupport stopped) {
                connections.stop();
            }
        });
        return main;
    }

    static void useEmulator(Main application, URI address, String apiKey) {
        ElevenLabsSttComponent component = new ElevenLabsSttComponent();
        component.getConfiguration().setBaseUrl(address.toString());
        component.getConfiguration().setApiKey(apiKey);
        // On a slow computer the recogniser is slower than real time, and recordings are sent faster than real time.
        component.getConfiguration().setTranscriptTimeout(Duration.ofMinutes(10).toMillis());
        application.bind("elevenlabs-stt", component);
    }
}
