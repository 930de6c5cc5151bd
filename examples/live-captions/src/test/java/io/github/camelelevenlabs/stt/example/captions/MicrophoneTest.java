package io.github.camelelevenlabs.stt.example.captions;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Recogniser;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What is said into the microphones of browsers is captioned. */
class MicrophoneTest extends BrowserTestBase {

    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final Path PICTURES = MODULE.resolve("../../docs/images");

    @Test
    void words_spoken_into_one_browser_are_read_in_all_under_the_speakers_name() throws Exception {
        listen(prompt());
        Browser speaking = browser(NUMBERS);
        try (Browser.Tab anna = open(speaking, page);
                Browser.Tab reader = open(speaking, page)) {
            reader.evaluate("""
                    window.partials = [];
                    new MutationObserver(() => document.querySelectorAll('#partials p').forEach(line =>
                        window.partials.push(line.innerText + ' ' + getComputedStyle(line.lastChild).color)))
                      .observe(document.getElementById('partials'), {childList: true, characterData: true, subtree: true});
                    """);
            speak(anna, "Anna");
            awaitNews(anna, "You are on");
            awaitSaid(anna, "Anna", NUMBERS);
            awaitSaid(reader, "Anna", NUMBERS);
            assertThat(speakers(reader)).containsExactly("Radio", "Anna");
            assertThat(texts(reader.evaluate("window.partials")))
                    .anyMatch(partial -> partial.matches("(?s)Anna\\s+one two three.*rgb\\(117, 117, 117\\)"));
            assertThat(reader.evaluate("document.getElementById('partials').childElementCount")
                            .asInt())
                    .isZero();
        }
    }

    @Test
    void two_people_speak_at_once() throws Exception {
        listen(prompt());
        String backwards = "nine eight seven six five four three two one";
        try (Browser.Tab anna = open(browser(NUMBERS), page);
                Browser.Tab bert = open(browser(backwards), page)) {
            speak(anna, "Anna");
            speak(bert, "Bert");
            for (Browser.Tab tab : List.of(anna, bert)) {
                awaitSaid(tab, "Anna", NUMBERS);
                awaitSaid(tab, "Bert", backwards);
            }
            anna.evaluate("document.querySelector('#speakers button[title=Bert]').click()");
            assertThat(texts(anna.evaluate(
                            "[...document.querySelectorAll('#captions li:not([hidden]) b')].map(e => e.textContent)")))
                    .isNotEmpty()
                    .containsOnly("Anna");
        }
    }

    @Test
    void a_connection_lost_in_the_middle_of_a_word_loses_no_word_and_repeats_none() throws Exception {
        listen(prompt());
        Cable cable = new Cable(vertx, page);
        String words = NUMBERS + " " + NUMBERS;
        try (Browser.Tab anna = open(browser(words), cable.address());
                Browser.Tab reader = open(start(), page)) {
            speak(anna, "Anna");
            for (int cuts = 1; cuts <= 2; cuts++) {
                int before = emulator.sessions().stream()
                        .mapToInt(s -> (int) s.audioDuration().toMillis())
                        .sum();
                await().atMost(PATIENCE)
                        .until(() -> emulator.sessions().stream()
                                        .mapToInt(s -> (int) s.audioDuration().toMillis())
                                        .sum()
                                > before + 2_500);
                cable.cut();
                awaitNews(anna, "Connection lost");
                cable.mend();
                awaitNews(anna, "You are on");
            }
            awaitSaid(reader, "Anna", words);
            awaitSaid(anna, "Anna", words);
            assertThat(speakers(reader)).containsExactly("Radio", "Anna");
        }
    }

    @Test
    void a_server_that_is_restarted_loses_no_word_and_repeats_at_most_the_one_it_cut() throws Exception {
        listen(prompt());
        String words = NUMBERS + " " + NUMBERS;
        try (Browser.Tab anna = open(browser(words), page)) {
            speak(anna, "Anna");
            awaitNews(anna, "You are on");
            await().atMost(PATIENCE)
                    .until(() -> anna.evaluate("document.querySelector('#partials').textContent.includes('three')")
                            .asBoolean());
            application.stop();
            awaitNews(anna, "Connection lost");
            SttEmulator before = emulator;
            listen(prompt());
            before.stop();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(said(anna, "Anna").replaceFirst("\\b(\\w+) \\1\\b", "$1"))
                            .isEqualTo(words));
        }
    }

    @Test
    void stop_sends_the_last_words_and_ends_the_session() throws Exception {
        listen(prompt());
        try (Browser.Tab anna = open(browser(NUMBERS), page)) {
            speak(anna, "Anna");
            await().atMost(PATIENCE)
                    .until(() -> anna.evaluate("document.querySelector('#partials').textContent.includes('three')")
                            .asBoolean());
            assertThat(anna.evaluate("document.querySelector('#speak').textContent")
                            .asText()
                            .strip())
                    .isEqualTo("Stop");
            pressStop(anna);
            await().atMost(PATIENCE).until(() -> speakers(anna).equals(List.of("Radio")));
            assertThat(said(anna, "Anna")).startsWith("one two three");
            assertThat(NUMBERS).startsWith(said(anna, "Anna"));
            await().atMost(PATIENCE)
                    .until(() -> anna.evaluate("document.querySelector('#speak').textContent")
                            .asText()
                            .strip()
                            .equals("Speak"));
            assertThat(news(anna)).isEmpty();
        }
    }

    @Test
    void audio_is_kept_for_a_minute_and_what_is_gone_is_counted() throws Exception {
        try (Browser.Tab tab = open(start(), page)) {
            assertThat(texts(tab.evaluate("""
                    import('./uplink.js').then(({ Uplink }) => {
                      const uplink = new Uplink(location.origin.replace('http', 'ws') + '/microphone', 'Anna', () => {});
                      for (let piece = 0; piece < 650; piece++) {
                        uplink.add(new ArrayBuffer(3200));
                      }
                      uplink.close();
                      return [uplink.spoken, uplink.waiting, uplink.lost];
                    })
                    """))).containsExactly("65000", "60000", "5000");
        }
    }

    /** The loudest sample that is left of a tone, of 1. */
    private static double left(Browser.Tab tab, int rate, int frequency) {
        return tab.evaluate("""
                import('./resampler.js').then(({ Resampler }) => {
                  const resampler = new Resampler(%1$d, 16000);
                  const output = [];
                  for (let at = 0; at < %1$d; at += 128) {
                    const block = Float32Array.from({ length: 128 }, (_, i) => Math.sin(2 * Math.PI * %2$d * (at + i) / %1$d));
                    output.push(...resampler.push(block));
                  }
                  window.samples = output.length;
                  return Math.max(...output.slice(1000, -1000).map(Math.abs));
                })
                """.formatted(rate, frequency)).asDouble();
    }

    @Test
    void speech_survives_the_change_of_rate_and_what_would_disturb_it_does_not() throws Exception {
        try (Browser.Tab tab = open(start(), page)) {
            for (int rate : new int[] {8_000, 16_000, 22_050, 44_100, 48_000, 96_000}) {
                assertThat(left(tab, rate, 300)).as("300 Hz at %d", rate).isCloseTo(1, within(0.01));
                assertThat(left(tab, rate, 3_000)).as("3 kHz at %d", rate).isCloseTo(1, within(0.02));
                assertThat(tab.evaluate("window.samples").asInt())
                        .as("a second at %d", rate)
                        .isCloseTo(16_000, within(120));
            }
            for (int rate : new int[] {44_100, 48_000, 96_000}) {
                assertThat(left(tab, rate, 6_000)).as("6 kHz at %d", rate).isCloseTo(1, within(0.02));
                // 60 dB less.
                assertThat(left(tab, rate, 9_000)).as("9 kHz at %d", rate).isLessThan(0.001);
                assertThat(left(tab, rate, 15_000)).as("15 kHz at %d", rate).isLessThan(0.001);
            }
        }
    }

    /** Every connection with texts of its own: first the station's, then those of the speakers. */
    private static Recogniser conversation(String[]... texts) {
        AtomicInteger connections = new AtomicInteger();
        return sampleRate ->
                Recogniser.script(texts[connections.getAndIncrement()]).listen(sampleRate);
    }

    /** Updates the pictures of the README. The text of the pictures does not depend on the speed of the computer. */
    @Test
    @EnabledIfSystemProperty(named = "screenshot.update", matches = "true")
    void update_the_pictures_of_the_page() throws Exception {
        Recogniser conversation = conversation(
                new String[] {}, new String[] {"Good morning. Can everybody read what I say?"}, new String[] {
                    "Yes, on the big screen.",
                    "The ferry to the island leaves at seven o'clock in the morning.",
                    "Passengers with bicycles should wait at the second gate."
                });
        listen(SttEmulator.builder().recogniser(conversation).start());
        await().atMost(PATIENCE).until(() -> emulator.sessions().size() == 1);
        Voice bert = Voice.of(page, "b".repeat(32), "Bert");
        byte[] question = Tones.at(16_000).say(NUMBERS).pause(ofSeconds(3)).pcm();
        bert.say(bert.welcome(), question);
        try (Browser.Tab tab = open(
                browser(NUMBERS + " | " + NUMBERS + " | "
                        + (NUMBERS + " ").repeat(6).strip()),
                page)) {
            awaitSaid(tab, "Bert", "Good morning. Can everybody read what I say?");
            long position = question.length / 32;
            long silence = vertx.setPeriodic(1_000, second -> bert.say(position, new byte[32_000]));
            speak(tab, "Anna");
            await().atMost(PATIENCE)
                    .until(() -> said(tab, "Anna").contains("morning")
                            && tab.evaluate("document.querySelector('#partials').textContent.length")
                                            .asInt()
                                    > 40);
            tab.prefer("light");
            picture(tab, "live-captions", 1_000, 600);
            tab.prefer("dark");
            picture(tab, "live-captions-dark", 1_000, 600);
            picture(tab, "live-captions-phone", 360, 720);
            assertThat(said(tab, "Anna")).as("too late for the pictures").endsWith("in the morning.");
        }
    }

    private static void picture(Browser.Tab tab, String name, int width, int height) throws Exception {
        tab.tell(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 2, "mobile", false));
        tab.evaluate("document.documentElement.scrollTop = 1e6");
        Files.write(PICTURES.resolve(name + ".png"), tab.screenshot());
    }
}
