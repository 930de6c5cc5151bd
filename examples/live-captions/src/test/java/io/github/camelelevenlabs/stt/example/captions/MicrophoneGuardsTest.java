package io.github.camelelevenlabs.stt.example.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What strangers can do with the microphones of a page that everybody may open. */
class MicrophoneGuardsTest extends MicrophonesTestBase {

    @Test
    void a_name_is_one_short_printable_line() {
        assertThat(name("  Anna\r\n\tBerg ")).isEqualTo("Anna Berg");
        assertThat(name("\u202Egro.live\u0000\u200B")).isEqualTo("gro.live");
        assertThat(name("<b>Anna</b>")).isEqualTo("<b>Anna</b>");
        assertThat(name("x".repeat(500))).isEqualTo("x".repeat(40));
        assertThat(name("😀".repeat(50))).isEqualTo("😀".repeat(40));
        assertThat(name("a" + "\u0301".repeat(30))).isEqualTo("a\u0301\u0301");
        assertThat(name("Нина 安娜")).isEqualTo("Нина 安娜");
        assertThat(name(" \u2028 ")).isEqualTo("Guest");
    }

    private static String name(String given) {
        return Hello.of(new JsonObject()
                        .put("id", ANNA)
                        .put("name", given)
                        .put("from", 0)
                        .put("spoken", 0))
                .name();
    }

    @Test
    void a_message_that_no_page_sends_ends_its_connection() {
        String misunderstood = "4000 This server does not understand this page. Reload it.";
        for (String message : List.of(
                "",
                "no json",
                "[]",
                "null",
                "{\"type\":null}",
                "[".repeat(900),
                "{\"type\":7}",
                "{\"type\":\"stop\"}",
                "{\"type\":\"hello\"}",
                "{\"type\":\"hello\",\"id\":\"short\",\"name\":\"Anna\",\"from\":0,\"spoken\":0}",
                "{\"type\":\"hello\",\"id\":\"" + ANNA + "\",\"name\":{},\"from\":0,\"spoken\":0}",
                "{\"type\":\"hello\",\"id\":\"" + ANNA + "\",\"name\":\"Anna\",\"from\":-1,\"spoken\":0}",
                "{\"type\":\"hello\",\"id\":\"" + ANNA + "\",\"name\":\"Anna\",\"from\":1e300,\"spoken\":0}",
                "{\"type\":\"hello\",\"id\":\"" + ANNA + "\",\"name\":\"" + "x".repeat(1_000) + "\"}")) {
            Voice voice = Voice.connect(page);
            voice.send(message);
            assertThat(voice.closed()).as(message).isEqualTo(misunderstood);
        }
        Voice early = Voice.connect(page);
        early.send(Voice.audio(0, new byte[3_200]));
        assertThat(early.closed()).isEqualTo(misunderstood);
        for (byte[] message : List.of(new byte[0], new byte[8], new byte[11], Voice.audio(-1, new byte[3_200]))) {
            Voice voice = Voice.of(page, ANNA, "Anna");
            voice.welcome();
            voice.send(message);
            assertThat(voice.closed()).isEqualTo(misunderstood);
        }
    }

    @Test
    void a_message_longer_than_a_second_is_not_read() {
        Voice anna = Voice.of(page, ANNA, "Anna");
        anna.welcome();
        anna.send(Voice.audio(0, new byte[Microphones.MAX_AUDIO + 2]));
        assertThat(anna.closed()).isNotBlank();
        awaitSaid("Anna", "");
    }

    @Test
    void only_so_many_people_speak_at_once() {
        List<Voice> voices = IntStream.range(0, Microphones.MAX_SPEAKERS)
                .mapToObj(i -> Voice.of(page, "%032d".formatted(i), "Voice " + i))
                .toList();
        voices.forEach(Voice::welcome);
        Voice late = Voice.of(page, ANNA, "Anna");
        assertThat(late.closed()).isEqualTo("4000 Too many people speak at present. Try again later.");
        voices.get(3).stop();
        voices.get(3).next("ended");
        assertThat(voices.get(3).closed()).isEqualTo("1000");
        assertThat(Voice.of(page, ANNA, "Anna").welcome()).isZero();
    }

    @Test
    void other_sites_cannot_speak_through_a_visitors_browser() {
        assertThatThrownBy(() -> Voice.connect(page, "Origin", "https://elsewhere.example"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(403));
        Voice own = Voice.connect(page, "Origin", page.toString().replaceAll("/$", ""));
        own.vanish();
    }

    @Test
    void who_connects_and_says_nothing_is_disconnected() {
        assertThat(Voice.connect(page).closed()).isEqualTo("1013 Nothing was heard");
    }

    @Test
    void the_page_may_load_nothing_from_elsewhere() throws Exception {
        var response =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .startsWith("default-src 'none'; script-src 'self';")
                        .doesNotContain("unsafe"));
        assertThat(response.body()).doesNotContain("<style", "onclick", "style=");
    }
}
