package io.github.camelelevenlabs.stt.example.captions;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault.DropConnection;
import io.github.camelelevenlabs.stt.emulator.Fault.RefuseHandshake;
import io.github.camelelevenlabs.stt.emulator.Script;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@Tag("full")
class LiveCaptionsTest {

    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final double SPEED = 4;
    private static final List<String> SCRIPT =
            List.of("one two three four five six seven", "two four six eight zero", "nine eight seven six five four");

    /** Notes every text of the partial line, with its colour. */
    private static final String WATCH_PARTIALS = """
            window.partials = [];
            new MutationObserver(() => {
              const line = document.querySelector('#partials .text');
              if (line) {
                window.partials.push([line.textContent, getComputedStyle(line).color]);
              }
            }).observe(document.querySelector('#partials'), {childList: true, characterData: true, subtree: true});
            """;

    @TempDir
    private static Path profile;

    private static Browser browser;

    private final Vertx vertx = Vertx.vertx();
    private final CaptionStream captions = new CaptionStream();
    private final Microphones microphones = new Microphones(vertx, captions);
    private final CaptionPage page = new CaptionPage(vertx, captions, microphones, 0);
    private SttEmulator emulator;
    private Main application;

    @BeforeAll
    static void startBrowser() throws Exception {
        Optional<Path> program = Browser.installed();
        assumeTrue(program.isPresent(), "skipped: no browser on the PATH; one of " + Browser.NAMES + " is needed");
        browser = Browser.start(program.get(), profile);
    }

    @AfterAll
    static void stopBrowser() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void stop() {
        if (application != null) {
            application.stop();
            emulator.stop();
            assertThat(emulator.violations()).isEmpty();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void listen(SttEmulator with, byte[] programme, double speed) {
        emulator = with;
        application = LiveCaptions.application(new RadioStation(vertx, programme, speed).uri(), captions, microphones);
        LiveCaptions.useEmulator(application, emulator.uri());
        application.start();
    }

    /** On the first connection, after one more second of audio. */
    private Script.When soon() {
        Duration received = emulator.sessions().get(0).audioDuration();
        return emulator.script().onConnection(1).afterAudio(received.plusSeconds(1));
    }

    private static SttEmulator prompt() {
        return SttEmulator.builder()
                .behaviour(Behaviour.prompt()
                        .with(b -> b.warmUpAudio(ofMillis(400)).partialAudio(ofMillis(400))))
                .start();
    }

    private static byte[] script() {
        return Tones.at(16_000).say(String.join(" | ", SCRIPT)).wav();
    }

    /** This many captions of the repeated programme. */
    private static List<String> spoken(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> SCRIPT.get(i % SCRIPT.size()))
                .toList();
    }

    private static List<String> shown(Browser.Tab tab) {
        return texts(tab.evaluate("[...document.querySelectorAll('#captions .text')].map(e => e.textContent)"));
    }

    /** The texts of the partial line so far. */
    private static List<String> partials(Browser.Tab tab) {
        return texts(tab.evaluate("window.partials.map(([text]) => text)"));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static boolean grows(List<String> texts) {
        return IntStream.range(1, texts.size())
                .anyMatch(i -> texts.get(i).startsWith(texts.get(i - 1))
                        && !texts.get(i).equals(texts.get(i - 1)));
    }

    private static void awaitShown(Browser.Tab tab, int count) {
        await().atMost(PATIENCE).until(() -> shown(tab).size() >= count);
    }

    private static void awaitStatus(Browser.Tab tab, String beginning) {
        await().atMost(PATIENCE)
                .until(() -> tab.evaluate("document.getElementById('status').textContent")
                        .asText()
                        .startsWith(beginning));
    }

    private Browser.Tab open() throws Exception {
        Browser.Tab tab = browser.open(page.address(), 1200, 600);
        await().atMost(PATIENCE)
                .until(() -> tab.evaluate("document.readyState").asText().equals("complete"));
        tab.evaluate(WATCH_PARTIALS);
        return tab;
    }

    @Test
    void a_caption_grows_in_grey_and_becomes_black_when_it_is_final() throws Exception {
        try (Browser.Tab tab = open()) {
            listen(prompt(), script(), SPEED);
            awaitShown(tab, 3);
            assertThat(shown(tab).subList(0, 3)).isEqualTo(spoken(3));
            awaitStatus(tab, "Live");
            // A computer that is late skips partials; in some round it is not.
            await().atMost(PATIENCE).until(() -> grows(partials(tab)));
            assertThat(partials(tab)).allMatch(text -> SCRIPT.stream().anyMatch(said -> said.startsWith(text)));
            assertThat(texts(tab.evaluate("window.partials.map(([, colour]) => colour)")))
                    .containsOnly("rgb(117, 117, 117)");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    tab.evaluate("getComputedStyle(document.querySelector('#captions .text')).color")
                                            .asText())
                            .isEqualTo("rgb(0, 0, 0)"));
            Path screenshot = Files.write(MODULE.resolve("target/live-captions.png"), tab.screenshot());
            assertThat(screenshot).isNotEmptyFile();
        }
    }

    @Test
    void lost_connections_to_the_service_lose_no_word_and_repeat_none() throws Exception {
        SttEmulator breaking = prompt();
        breaking.script()
                .onConnection(1)
                .afterAudio(ofMillis(800))
                .fault(new DropConnection())
                .onConnection(2)
                .afterAudio(ofMillis(4_000))
                .fault(new DropConnection())
                .onConnection(3)
                .afterAudio(ofMillis(3_500))
                .fault(new DropConnection());
        try (Browser.Tab tab = open()) {
            listen(breaking, script(), SPEED);
            awaitShown(tab, 8);
            // With short connections, captions are shorter than sentences.
            String shown = String.join(" ", shown(tab));
            assertThat(String.join(" ", spoken(8))).startsWith(shown);
            assertThat(emulator.sessions()).hasSizeGreaterThan(3);
        }
    }

    @Test
    void a_browser_that_was_disconnected_gets_the_missed_captions() throws Exception {
        Cable cable = new Cable(vertx, page.address());
        try (Browser.Tab far = browser.open(cable.address(), 1200, 600);
                Browser.Tab near = open()) {
            listen(prompt(), script(), SPEED);
            awaitShown(far, 1);
            for (int cuts = 1; cuts <= 2; cuts++) {
                cable.cut();
                awaitStatus(far, "Connection lost");
                int seen = shown(far).size();
                awaitShown(near, seen + 2);
                assertThat(shown(far)).hasSize(seen);
                cable.mend();
                awaitShown(far, seen + 3);
                List<String> shown = shown(far);
                assertThat(shown).isEqualTo(spoken(shown.size()));
                awaitStatus(far, "Live");
            }
        }
    }

    @Test
    void an_outage_of_the_service_and_its_end_are_shown() throws Exception {
        SttEmulator breaking = prompt();
        breaking.script().onConnection(2).fault(new RefuseHandshake(503));
        try (Browser.Tab tab = open()) {
            listen(breaking, script(), SPEED);
            awaitStatus(tab, "Live");
            soon().fault(new DropConnection());
            awaitStatus(tab, "Waiting for the service");
            awaitStatus(tab, "Live");
        }
    }

    @Test
    void html_in_a_transcript_is_shown_as_text() throws Exception {
        String hostile = "<img src=x onerror=\"document.title='owned'\"><b>bold</b> & </script>";
        SttEmulator scripted = prompt();
        scripted.script().onConnection(1).afterAudio(ofMillis(200)).partial(hostile);
        byte[] silence = Tones.at(16_000).pause(ofMillis(1_000)).wav();
        try (Browser.Tab tab = open()) {
            listen(scripted, silence, SPEED);
            await().atMost(PATIENCE).until(() -> partials(tab).equals(List.of(hostile)));
            soon().committed(hostile);
            awaitShown(tab, 1);
            assertThat(shown(tab)).containsExactly(hostile);
            assertThat(tab.evaluate("document.querySelectorAll('.text img, .text b').length")
                            .asInt())
                    .isZero();
            assertThat(tab.evaluate("document.title").asText()).isEqualTo("Live captions");
        }
    }
}
