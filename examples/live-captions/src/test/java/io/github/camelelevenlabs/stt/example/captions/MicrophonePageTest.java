package io.github.camelelevenlabs.stt.example.captions;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Tones;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the page shows to those who speak, whoever they are and whatever they look at it with. */
class MicrophonePageTest extends BrowserTestBase {

    @Test
    void a_refused_microphone_is_explained() throws Exception {
        listen(prompt());
        try (Browser.Tab tab = open(start(), page)) {
            tab.tell(
                    "Browser.setPermission",
                    Map.of("permission", Map.of("name", "microphone"), "setting", "denied", "origin", page.toString()));
            speak(tab, "Anna");
            awaitNews(tab, "This page may not use the microphone. Allow it");
            assertThat(tab.evaluate("document.getElementById('speak').disabled").asBoolean())
                    .isFalse();
            assertThat(speakers(tab)).containsExactly("Radio");
        }
    }

    @Test
    void the_microphone_is_asked_for_by_a_button_and_works_with_the_keyboard_alone() throws Exception {
        listen(prompt());
        try (Browser.Tab tab = open(browser(NUMBERS), page)) {
            assertThat(news(tab)).isEmpty();
            await().atMost(PATIENCE).until(() -> speakers(tab).equals(List.of("Radio")));
            tab.evaluate("document.querySelector('#speakers button').focus()");
            tab.press("Tab", 9);
            assertThat(tab.evaluate("document.activeElement.id").asText()).isEqualTo("name");
            tab.tell("Input.insertText", Map.of("text", "Anna"));
            tab.press("Enter", 13);
            awaitNews(tab, "You are on");
            assertThat(tab.evaluate("document.activeElement.id").asText()).isEqualTo("speak");
            awaitSaid(tab, "Anna", NUMBERS);
            tab.press("Enter", 13);
            await().atMost(PATIENCE).until(() -> news(tab).isEmpty());
        }
    }

    @Test
    void a_screen_reader_knows_what_everything_is() throws Exception {
        listen(prompt());
        try (Browser.Tab tab = open(start(), page)) {
            await().atMost(PATIENCE).until(() -> speakers(tab).equals(List.of("Radio")));
            List<String> named = new ArrayList<>();
            tab.tell("Accessibility.getFullAXTree", Map.of())
                    .path("nodes")
                    .forEach(node -> named.add(node.path("role").path("value").asText() + ": "
                            + node.path("name").path("value").asText()));
            assertThat(named)
                    .contains(
                            "heading: Live captions",
                            "log: Captions",
                            "form: Your microphone",
                            "textbox: Your name",
                            "button: Speak",
                            "button: Radio");
            assertThat(tab.evaluate("document.getElementById('captions').ariaLive")
                            .asText())
                    .isEqualTo("polite");
        }
    }

    @Test
    void a_silent_microphone_is_noticed() throws Exception {
        listen(prompt());
        byte[] silence = Tones.at(48_000).pause(ofSeconds(30)).wav();
        try (Browser.Tab tab = open(browser(silence), page)) {
            speak(tab, "Anna");
            awaitNews(tab, "Nothing is heard. Is the microphone muted?");
        }
    }

    @Test
    void names_are_shown_as_text() throws Exception {
        listen(prompt());
        String name = "<img src=x onerror=alert(1)>";
        try (Browser.Tab tab = open(browser(NUMBERS), page)) {
            speak(tab, name);
            awaitSaid(tab, name, NUMBERS);
            assertThat(speakers(tab)).containsExactly("Radio", name);
            assertThat(tab.evaluate("document.querySelectorAll('img').length").asInt())
                    .isZero();
        }
    }

    @Test
    void the_page_fits_a_phone() throws Exception {
        listen(prompt());
        try (Browser.Tab tab = open(browser(NUMBERS), page, 360, 640)) {
            await().atMost(PATIENCE).until(() -> speakers(tab).equals(List.of("Radio")));
            speak(tab, "Annabella-with-a-name-that-is-much-too-long");
            await().atMost(PATIENCE).until(() -> speakers(tab).size() == 2);
            assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt())
                    .isEqualTo(360);
        }
    }
}
