package io.github.camelelevenlabs.stt.example.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The events that browsers get, tested without a browser. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CaptionStreamTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final CaptionStream captions = new CaptionStream();
    private final Microphones microphones = new Microphones(vertx, captions);
    private final URI page = new CaptionPage(vertx, captions, microphones, 0).address();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Reads events as they come. */
    private final class Reader implements AutoCloseable {
        private final Stream<String> stream;
        private final Iterator<String> lines;

        /** @param header name and value, or nothing */
        private Reader(String path, String... header) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(page.resolve(path));
            if (header.length > 0) {
                request.headers(header);
            }
            HttpResponse<Stream<String>> response = http.send(request.build(), BodyHandlers.ofLines());
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            stream = response.body();
            lines = stream.iterator();
        }

        /** The data of the next events of this name, each with its id if it has one. */
        private List<String> next(int count, String name) {
            List<String> events = new ArrayList<>();
            String id = "";
            boolean wanted = false;
            while (events.size() < count) {
                String line = lines.next();
                if (line.isEmpty()) {
                    id = "";
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4) + " ";
                } else if (line.startsWith("event: ")) {
                    wanted = line.equals("event: " + name);
                } else if (wanted) {
                    events.add(id + line.substring("data: ".length()));
                }
            }
            return events;
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    private void say(int from, int to) {
        IntStream.range(from, to).forEach(i -> captions.committed("s-" + i, 0, "{\"text\":\"" + i + "\"}"));
    }

    private static List<String> said(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "s-" + i + " {\"text\":\"" + i + "\"}")
                .toList();
    }

    @Test
    void a_new_browser_gets_the_kept_captions_and_then_new_ones() throws Exception {
        say(0, CaptionStream.KEPT + 5);
        try (Reader browser = new Reader("captions")) {
            say(CaptionStream.KEPT + 5, CaptionStream.KEPT + 7);
            assertThat(browser.next(CaptionStream.KEPT + 2, "committed")).isEqualTo(said(5, CaptionStream.KEPT + 7));
        }
    }

    @Test
    void a_browser_that_reconnects_gets_the_captions_it_missed() throws Exception {
        say(0, 5);
        try (Reader browser = new Reader("captions", "Last-Event-ID", "s-2")) {
            say(5, 7);
            assertThat(browser.next(4, "committed")).isEqualTo(said(3, 7));
        }
    }

    @Test
    void a_page_that_reconnects_itself_gets_missed_captions_and_the_browsers_header_takes_precedence()
            throws Exception {
        say(0, 5);
        try (Reader page = new Reader("captions?after=s-2");
                Reader browser = new Reader("captions?after=s-0", "Last-Event-ID", "s-3")) {
            assertThat(page.next(2, "committed")).isEqualTo(said(3, 5));
            assertThat(browser.next(1, "committed")).isEqualTo(said(4, 5));
        }
    }

    @Test
    void a_browser_that_was_away_too_long_gets_all_kept_captions() throws Exception {
        say(0, CaptionStream.KEPT + 5);
        try (Reader browser = new Reader("captions", "Last-Event-ID", "s-2")) {
            assertThat(browser.next(CaptionStream.KEPT, "committed")).isEqualTo(said(5, CaptionStream.KEPT + 5));
        }
    }

    @Test
    void a_browser_that_connects_within_a_sentence_gets_the_partial_and_the_status() throws Exception {
        captions.status(true);
        captions.partial(0, "{\"text\":\"the second\"}");
        try (Reader browser = new Reader("captions")) {
            assertThat(browser.next(1, "partial")).containsExactly("{\"text\":\"the second\"}");
            assertThat(browser.next(1, "status")).containsExactly("{\"live\":true}");
        }
        say(0, 1);
        try (Reader browser = new Reader("captions")) {
            captions.partial(0, "{\"text\":\"next\"}");
            assertThat(browser.next(1, "partial")).containsExactly("{\"text\":\"next\"}");
        }
    }

    @Test
    void a_browser_that_does_not_read_is_disconnected_and_the_others_miss_nothing() throws Exception {
        try (Socket asleep = new Socket(InetAddress.getLoopbackAddress(), page.getPort());
                Reader browser = new Reader("captions")) {
            asleep.getOutputStream()
                    .write("GET /captions HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            await().atMost(PATIENCE).until(() -> captions.browsers() == 2);
            String much = "x".repeat(16 * 1024);
            for (int said = 0; said < 1_500; said++) {
                captions.committed("s-" + said, 0, much);
                assertThat(browser.next(1, "committed")).containsExactly("s-" + said + " " + much);
            }
            await().atMost(PATIENCE).until(() -> captions.browsers() == 1);
            captions.committed("last", 0, "{}");
            assertThat(browser.next(1, "committed")).containsExactly("last {}");
        }
    }

    @Test
    void the_status_is_sent_regularly() throws Exception {
        try (Reader browser = new Reader("captions")) {
            assertThat(browser.next(2, "status")).containsOnly("{\"live\":false}");
            captions.status(true);
            await().atMost(PATIENCE).until(() -> browser.next(1, "status").contains("{\"live\":true}"));
        }
    }

    @Test
    void browsers_that_disconnect_are_removed() throws Exception {
        try (Reader one = new Reader("captions");
                Reader other = new Reader("captions")) {
            assertThat(captions.browsers()).isEqualTo(2);
            say(0, 1);
            assertThat(one.next(1, "committed")).isEqualTo(other.next(1, "committed"));
        }
        await().atMost(PATIENCE).until(() -> captions.browsers() == 0);
    }

    @Test
    void captions_are_sent_with_their_times() throws Exception {
        RadioStation station = new RadioStation(
                vertx, Tones.at(16_000).say("one two three four").wav(), 4);
        Main application = LiveCaptions.application(station.uri(), captions, microphones);
        try (SttEmulator emulator =
                        SttEmulator.builder().behaviour(Behaviour.prompt()).start();
                Reader browser = new Reader("captions")) {
            LiveCaptions.useEmulator(application, emulator.uri());
            application.start();
            assertThat(browser.next(2, "committed"))
                    .allMatch(caption -> caption.contains("{\"index\":")
                            && caption.contains("\"text\":\"one two three four\"")
                            && caption.contains("\"speaker\":0,\"name\":\"Radio\",\"at\":"))
                    .element(1)
                    .asString()
                    .contains("\"start\":2.8");
            application.stop();
            assertThat(emulator.violations()).isEmpty();
        }
    }

    @Test
    void no_other_path_is_served() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(page.resolve("captions.html")).build();
        assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(404);
    }

    @Test
    void the_readme_shows_the_routes_of_this_example() throws Exception {
        Path module = Path.of(System.getProperty("basedir", "."));
        String readme = Files.readString(module.resolve("README.md"));
        String shown = readme.substring(readme.indexOf("```java\n") + 8, readme.indexOf("\n```\n"));
        String routes = Files.readString(
                module.resolve("src/main/java/io/github/camelelevenlabs/stt/example/captions/CaptionRoutes.java"));
        assertThat(routes.replaceAll("\\s+", "")).contains(shown.replaceAll("\\s+", ""));
    }
}
