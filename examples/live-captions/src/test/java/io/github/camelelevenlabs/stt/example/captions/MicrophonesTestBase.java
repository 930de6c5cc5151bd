package io.github.camelelevenlabs.stt.example.captions;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Base of tests of what pages that speak get, without a browser. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class MicrophonesTestBase {

    static final Duration PATIENCE = Duration.ofMinutes(1);
    static final String ANNA = "a".repeat(32);
    static final String BERT = "b".repeat(32);
    final Vertx vertx = Vertx.vertx();
    final CaptionStream captions = new CaptionStream();
    final Microphones microphones = new Microphones(vertx, captions);
    final URI page = new CaptionPage(vertx, captions, microphones, 0).address();

    final SttEmulator emulator =
            SttEmulator.builder().behaviour(Behaviour.prompt()).start();

    final Queue<JsonObject> committed = new ConcurrentLinkedQueue<>();
    volatile JsonArray speakers = new JsonArray();
    Stream<String> events;
    Main application;

    @BeforeEach
    void start() throws Exception {
        application = start("60s");
        events = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page.resolve("captions")).build(), BodyHandlers.ofLines())
                .body();
        Thread reader = new Thread(this::read, "captions");
        reader.setDaemon(true);
        reader.start();
    }

    Main start(String absence) {
        URI silence =
                new RadioStation(vertx, Tones.at(16_000).pause(ofSeconds(1)).wav(), 1).uri();
        Main main = LiveCaptions.application(silence, captions, microphones);
        main.addOverrideProperty("absence", absence);
        LiveCaptions.useEmulator(main, emulator.uri());
        main.start();
        return main;
    }

    void restart(String absence) {
        application.stop();
        application = start(absence);
    }

    void read() {
        String[] name = {""};
        Iterator<String> lines = events.iterator();
        while (hasNext(lines)) {
            String line = lines.next();
            if (line.startsWith("event: ")) {
                name[0] = line.substring("event: ".length());
            } else if (line.startsWith("data: ") && name[0].equals("committed")) {
                committed.add(new JsonObject(line.substring("data: ".length())));
            } else if (line.startsWith("data: ") && name[0].equals("speakers")) {
                speakers = new JsonArray(line.substring("data: ".length()));
            }
        }
    }

    static boolean hasNext(Iterator<String> lines) {
        try {
            return lines.hasNext();
        } catch (UncheckedIOException closed) {
            return false;
        }
    }

    @AfterEach
    void stop() {
        application.stop();
        events.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        emulator.stop();
        assertThat(emulator.violations()).isEmpty();
    }

    static byte[] spoken(String words) {
        return Tones.at(16_000).say(words).pause(ofSeconds(2)).pcm();
    }

    static long millis(byte[] pcm) {
        return pcm.length / 32;
    }

    /** Everything that is captioned under a name. */
    String said(String name) {
        return committed.stream()
                .filter(caption -> caption.getString("name").equals(name))
                .map(caption -> caption.getString("text"))
                .collect(Collectors.joining(" "));
    }

    void awaitSaid(String name, String words) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(said(name)).isEqualTo(words));
    }

    List<String> names() {
        return IntStream.range(0, speakers.size())
                .mapToObj(speakers::getJsonObject)
                .map(speaker -> speaker.getString("name") + (speaker.getBoolean("away", false) ? " away" : ""))
                .toList();
    }
}
