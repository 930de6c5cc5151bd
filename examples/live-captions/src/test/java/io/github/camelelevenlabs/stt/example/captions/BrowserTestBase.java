package io.github.camelelevenlabs.stt.example.captions;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Base of tests of the page in browsers whose microphones play files. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@Tag("full")
abstract class BrowserTestBase {

    static final Duration PATIENCE = Duration.ofSeconds(90);
    static final String NUMBERS = "one two three four five six seven eight nine zero";

    @TempDir
    Path files;

    final Vertx vertx = Vertx.vertx();
    final CaptionStream captions = new CaptionStream();
    final Microphones microphones = new Microphones(vertx, captions);
    final URI page = new CaptionPage(vertx, captions, microphones, 0).address();
    final List<Browser> browsers = new ArrayList<>();
    SttEmulator emulator;
    Main application;
    Path program;

    @BeforeEach
    void findBrowser() {
        Optional<Path> installed = Browser.installed();
        assumeTrue(installed.isPresent(), "skipped: no browser on the PATH; one of " + Browser.NAMES + " is needed");
        program = installed.get();
    }

    @AfterEach
    void stop() {
        browsers.forEach(Browser::close);
        if (application != null) {
            application.stop();
            emulator.stop();
            assertThat(emulator.violations()).isEmpty();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    void listen(SttEmulator with) {
        emulator = with;
        URI silence =
                new RadioStation(vertx, Tones.at(16_000).pause(ofSeconds(1)).wav(), 1).uri();
        application = LiveCaptions.application(silence, captions, microphones);
        LiveCaptions.useEmulator(application, emulator.uri());
        application.start();
    }

    static SttEmulator prompt() {
        return SttEmulator.builder()
                .behaviour(Behaviour.prompt()
                        .with(b -> b.warmUpAudio(ofMillis(400)).partialAudio(ofMillis(400))))
                .start();
    }

    /** A browser whose microphone says this, once, then nothing. */
    Browser browser(String words) throws Exception {
        // The first moment of a microphone is lost to the browser's opening it.
        return browser(Tones.at(48_000)
                .pause(ofSeconds(1))
                .pace(ofMillis(200), ofMillis(150))
                .say(words)
                .pause(ofSeconds(3))
                .wav());
    }

    Browser browser(byte[] wav) throws Exception {
        Path file = Files.write(files.resolve("microphone-" + browsers.size() + ".wav"), wav);
        return start("--use-fake-ui-for-media-stream", "--use-file-for-fake-audio-capture=" + file + "%noloop");
    }

    Browser start(String... flags) throws Exception {
        List<String> all = new ArrayList<>(List.of(flags));
        all.add("--use-fake-device-for-media-stream");
        Path profile = Files.createDirectory(files.resolve("profile-" + browsers.size()));
        Browser browser = Browser.start(program, profile, all.toArray(String[]::new));
        browsers.add(browser);
        return browser;
    }

    static Browser.Tab open(Browser browser, URI address) throws Exception {
        return open(browser, address, 1200, 800);
    }

    /** Opens the page, and waits until its form can be sent. */
    static Browser.Tab open(Browser browser, URI address, int width, int height) throws Exception {
        Browser.Tab tab = browser.open(address, width, height);
        await().atMost(PATIENCE)
                .until(() -> tab.evaluate(
                                "document.readyState === 'complete' && document.getElementById('microphone').onsubmit !== null")
                        .asBoolean());
        return tab;
    }

    static void speak(Browser.Tab tab, String name) {
        tab.evaluate("document.getElementById('name').value = '%s'; document.getElementById('speak').click()"
                .formatted(name));
    }

    static void pressStop(Browser.Tab tab) {
        tab.evaluate("document.getElementById('speak').click()");
    }

    /** All captions under a name, joined. */
    static String said(Browser.Tab tab, String name) {
        return tab.evaluate("""
                [...document.querySelectorAll('#captions li')]
                  .filter(line => line.querySelector('b').textContent === '%s')
                  .map(line => line.querySelector('.text').textContent).join(' ')
                """.formatted(name)).asText();
    }

    static void awaitSaid(Browser.Tab tab, String name, String words) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(said(tab, name)).isEqualTo(words));
    }

    static void awaitNews(Browser.Tab tab, String beginning) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(news(tab)).startsWith(beginning));
    }

    static String news(Browser.Tab tab) {
        return tab.evaluate("document.getElementById('news').textContent").asText();
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    static List<String> speakers(Browser.Tab tab) {
        return texts(tab.evaluate("[...document.querySelectorAll('#speakers li')].map(e => e.textContent)"));
    }
}
