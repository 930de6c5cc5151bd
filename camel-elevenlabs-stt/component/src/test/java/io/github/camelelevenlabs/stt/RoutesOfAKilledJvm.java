package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_POSITION;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.OUTPUT_FORMAT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_ID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.github.camelelevenlabs.stt.repository.FileSessionRepository;
import io.github.camelelevenlabs.stt.repository.JdbcSessionRepository;
import io.github.camelelevenlabs.stt.repository.SessionRepository;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.h2.jdbcx.JdbcDataSource;

/**
 * An application whose sessions outlive it: it transcribes the recordings of a folder, or one stream whose messages it reads as numbers
 * from its input. It says what it has done: {@code started}, {@code done|number}, {@code result|text}, {@code failed|exception}.
 */
final class RoutesOfAKilledJvm {

    static final String INBOX = "inbox";
    static final String RESULTS = "results";
    static final String STREAM = "stream.pcm";
    static final int MESSAGE_MILLIS = 200;
    private static final int MESSAGE_BYTES = MESSAGE_MILLIS * 32;

    private RoutesOfAKilledJvm() {}

    /**
     * @param arguments the address of the service, the speed, where sessions are kept (a folder, or the URL of a database), the folder
     *     of everything else, and the name of the file with what was routed
     */
    public static void main(String[] arguments) throws Exception {
        Configurator.setAllLevels("", Level.ERROR);
        Path folder = Path.of(arguments[3]);
        CamelContext context = new DefaultCamelContext();
        ElevenLabsSttConfiguration options = context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .getConfiguration();
        options.setApiKey(SttRouteSupport.KEY);
        options.setBaseUrl(arguments[0]);
        options.setReadRate(Double.parseDouble(arguments[1]));
        options.setVadSilenceThresholdSecs(0.5);
        context.getRegistry().bind("kept", SessionRepository.class, repository(arguments[2]));
        FileChannel routed = FileChannel.open(folder.resolve(arguments[4]), CREATE, APPEND);
        boolean stream = Files.exists(folder.resolve(STREAM));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class)
                        .process(exchange ->
                                say("failed|" + exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
                from("elevenlabs-stt:calls").process(exchange -> append(routed, exchange));
                if (!stream) {
                    from("file:" + folder.resolve(INBOX) + "?initialDelay=0&delay=100")
                            .setHeader(OUTPUT_FORMAT, simple("${file:name.noext}"))
                            .to("elevenlabs-stt:calls?sessionRepository=#kept&recordingKey=${file:name}")
                            .process(exchange -> Files.writeString(
                                    folder.resolve(RESULTS)
                                            .resolve(exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class)),
                                    exchange.getMessage().getBody(String.class)));
                }
            }
        });
        context.start();
        say("started");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        byte[] audio = stream ? Files.readAllBytes(folder.resolve(STREAM)) : new byte[0];
        AsyncPieces call =
                new AsyncPieces(context, "elevenlabs-stt:calls?sessionRepository=#kept&acknowledge=routed", "call");
        // Without input it goes on until it is killed.
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            send(call, audio, Integer.parseInt(line));
        }
    }

    private static SessionRepository repository(String store) {
        if (!store.startsWith("jdbc:")) {
            return new FileSessionRepository(Path.of(store));
        }
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(store);
        return new JdbcSessionRepository(database);
    }

    private static void append(FileChannel routed, Exchange exchange) throws IOException {
        String line =
                exchange.getIn().getHeader(SEGMENT_ID) + "|" + exchange.getIn().getBody(String.class) + "\n";
        synchronized (routed) {
            routed.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
            routed.force(true);
        }
    }

    private static void send(AsyncPieces call, byte[] audio, int number) {
        int from = number * MESSAGE_BYTES;
        int to = Math.min(audio.length, from + MESSAGE_BYTES);
        boolean last = to == audio.length;
        Map<String, Object> headers = new HashMap<>(Map.of(AUDIO_POSITION, (long) number * MESSAGE_MILLIS));
        if (last) {
            headers.put(END_OF_AUDIO, true);
        }
        call.send(Arrays.copyOfRange(audio, from, to), headers).thenAccept(done -> say(done, number, last));
    }

    private static void say(Exchange done, int number, boolean last) {
        if (done.getException() != null) {
            say("failed|" + done.getException());
            return;
        }
        if (last) {
            say("result|" + done.getMessage().getBody(String.class));
        }
        say("done|" + number);
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }
}
