package io.github.camelelevenlabs.stt.example.captions;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.ServiceError;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What pages that speak get, tested without a browser. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MicrophonesTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ANNA = "a".repeat(32);
    private static final String BERT = "b".repeat(32);

    private final Vertx vertx = Vertx.vertx();
    private final CaptionStream captions = new CaptionStream();
    private final Microphones microphones = new Microphones(vertx, captions);
    private final URI page = new CaptionPage(vertx, captions, microphones, 0).address();
    private final SttEmulator emulator =
            SttEmulator.builder().behaviour(Behaviour.prompt()).start();
    private final Queue<JsonObject> committed = new ConcurrentLinkedQueue<>();
    private volatile JsonArray speakers = new JsonArray();
    private Stream<String> events;
    private Main application;

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

    private Main start(String absence) {
        URI silence =
                new RadioStation(vertx, Tones.at(16_000).pause(ofSeconds(1)).wav(), 1).uri();
        Main main = LiveCaptions.application(silence, captions, microphones);
        main.addOverrideProperty("absence", absence);
        LiveCaptions.useEmulator(main, emulator.uri());
        main.start();
        return main;
    }

    private void restart(String absence) {
        application.stop();
        application = start(absence);
    }

    private void read() {
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

    private static boolean hasNext(Iterator<String> lines) {
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

    private static byte[] spoken(String words) {
        return Tones.at(16_000).say(words).pause(ofSeconds(2)).pcm();
    }

    private static long millis(byte[] pcm) {
        return pcm.length / 32;
    }

    /** Everything that is captioned under a name. */
    private String said(String name) {
        return committed.stream()
                .filter(caption -> caption.getString("name").equals(name))
                .map(caption -> caption.getString("text"))
                .collect(Collectors.joining(" "));
    }

    private void awaitSaid(String name, String words) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(said(name)).isEqualTo(words));
    }

    private List<String> names() {
        return IntStream.range(0, speakers.size())
                .mapToObj(speakers::getJsonObject)
                .map(speaker -> speaker.getString("name") + (speaker.getBoolean("away", false) ? " away" : ""))
                .toList();
    }

    @Test
    void what_somebody_says_is_captioned_under_their_name() {
        Voice anna = Voice.of(page, ANNA, "Anna");
        assertThat(anna.welcome()).isZero();
        anna.say(0, spoken("one two three"));
        awaitSaid("Anna", "one two three");
        await().atMost(PATIENCE).until(() -> names().equals(List.of("Radio", "Anna")));
        assertThat(committed.element().getInteger("speaker")).isEqualTo(1);
        assertThat(committed.element().getLong("at"))
                .isBetween(System.currentTimeMillis() - 120_000, System.currentTimeMillis() + 5_000);
        assertThat(committed.toString() + speakers).doesNotContain(ANNA);
    }

    @Test
    void several_people_speak_at_once_even_under_one_name() {
        Voice anna = Voice.of(page, ANNA, "Anna");
        Voice bert = Voice.of(page, BERT, "Anna");
        anna.say(anna.welcome(), spoken("one two three"));
        bert.say(bert.welcome(), spoken("seven eight nine"));
        await().atMost(PATIENCE).until(() -> committed.size() == 2);
        assertThat(committed)
                .extracting(caption -> caption.getInteger("speaker") + " " + caption.getString("text"))
                .containsExactlyInAnyOrder("1 one two three", "2 seven eight nine");
    }

    @Test
    void the_last_words_are_captioned_before_a_stop_is_answered() {
        Voice anna = Voice.of(page, ANNA, "Anna");
        anna.say(anna.welcome(), Tones.pcm(16_000, "four five six"));
        anna.stop();
        anna.next("ended");
        assertThat(anna.closed()).isEqualTo("1000");
        awaitSaid("Anna", "four five six");
        await().atMost(PATIENCE).until(() -> names().equals(List.of("Radio")));
    }

    @Test
    void a_stop_whose_answer_was_lost_is_answered_again() {
        byte[] words = Tones.pcm(16_000, "four five six");
        Voice anna = Voice.of(page, ANNA, "Anna");
        anna.say(anna.welcome(), words);
        anna.stop();
        anna.next("ended");
        Voice again = Voice.of(page, ANNA, "Anna");
        again.next("ended");
        assertThat(said("Anna")).isEqualTo("four five six");
    }

    @Test
    void a_page_that_comes_back_goes_on_where_the_server_has_its_audio() {
        byte[] words = Tones.pcm(16_000, "one two three four five six");
        byte[] first = Arrays.copyOf(words, 3_200 * 5);
        Voice anna = Voice.of(page, ANNA, "Anna");
        anna.say(anna.welcome(), first);
        await().atMost(PATIENCE).until(() -> resumed(anna) == millis(first));
        Voice back = Voice.of(page, ANNA, "Anna");
        assertThat(back.welcome()).isEqualTo(millis(first));
        // Sent twice, as by a page that does not know what has arrived.
        back.say(0, words);
        back.say(millis(words), Tones.at(16_000).pause(ofSeconds(2)).pcm());
        awaitSaid("Anna", "one two three four five six");
    }

    /** How much the server has, as a page learns that comes back. */
    private long resumed(Voice before) {
        Voice back = Voice.of(page, ANNA, "Anna");
        assertThat(before.closed()).isIn("1013 The page has connected again", "broken");
        long from = back.welcome();
        back.vanish();
        return from;
    }

    @Test
    void a_page_that_does_not_come_back_ends_its_session_and_its_words_are_captioned() {
        restart("1s");
        Voice anna = Voice.of(page, ANNA, "Anna");
        anna.say(anna.welcome(), Tones.pcm(16_000, "one two three"));
        await().atMost(PATIENCE).until(() -> names().contains("Anna"));
        anna.vanish();
        await().atMost(PATIENCE).until(() -> names().equals(List.of("Radio", "Anna away")));
        awaitSaid("Anna", "one two three");
    }

    @Test
    void a_page_keeps_what_is_not_captioned_and_brings_it_to_the_next_server() {
        byte[] first = spoken("one two three");
        Voice anna = Voice.of(page, ANNA, "Anna");
        anna.say(anna.welcome(), first);
        anna.awaitCaptioned(1_000);
        application.stop();
        assertThat(anna.closed()).isEqualTo("1013 The server is stopping");
        application = start("60s");
        // The page says it has lost nothing before this position.
        String next = "c".repeat(32);
        Voice back = Voice.of(page, next, "Anna", 40_000);
        assertThat(back.welcome()).isEqualTo(40_000);
        back.say(40_000, spoken("four five six"));
        awaitSaid("Anna", "one two three four five six");
        assertThat(committed.stream().map(caption -> caption.getDouble("start")).toList())
                .last()
                .satisfies(start -> assertThat(start).isGreaterThanOrEqualTo(40));
    }

    @Test
    void a_failure_that_would_come_again_is_shown_and_not_tried_again() {
        await().atMost(PATIENCE).until(() -> emulator.sessions().size() == 1);
        emulator.script().onConnection(2).afterAudio(ofMillis(500)).fault(ServiceError.QUOTA_EXCEEDED.asSeen());
        Voice anna = Voice.of(page, ANNA, "Anna");
        anna.say(anna.welcome(), spoken("one two three"));
        assertThat(anna.closed()).isEqualTo("4000 The service does not transcribe: quota_exceeded");
    }

    @Test
    void after_a_failure_that_may_pass_the_page_sends_again_what_is_not_captioned() {
        await().atMost(PATIENCE).until(() -> emulator.sessions().size() == 1);
        // Retried once, and given up.
        for (int connection = 2; connection <= 3; connection++) {
            emulator.script()
                    .onConnection(connection)
                    .afterAudio(ofMillis(500))
                    .fault(ServiceError.CHUNK_SIZE_EXCEEDED.asSeen());
        }
        byte[] words = spoken("one two three");
        Voice anna = Voice.of(page, ANNA, "Anna");
        anna.say(anna.welcome(), words);
        assertThat(anna.closed()).isEqualTo("1013 The service does not answer");
        Voice back = Voice.of(page, ANNA, "Anna");
        assertThat(back.welcome()).isZero();
        back.say(0, words);
        awaitSaid("Anna", "one two three");
    }

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
    void a_speaker_whose_audio_has_to_wait_holds_up_nobody_else() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        Queue<String> routed = new ConcurrentLinkedQueue<>();
        application.stop();
        CamelContext context = new DefaultCamelContext();
        try {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:microphone").routePolicy(microphones).process(audio -> {
                        String name = audio.getMessage().getHeader(CaptionRoutes.NAME, String.class);
                        routed.add(name);
                        if (name.equals("Anna")) {
                            stuck.await();
                        }
                    });
                }
            });
            context.start();
            Voice anna = Voice.of(page, ANNA, "Anna");
            anna.say(anna.welcome(), new byte[6_400]);
            await().atMost(PATIENCE).until(() -> routed.contains("Anna"));
            Voice bert = Voice.of(page, BERT, "Bert");
            bert.say(bert.welcome(), new byte[6_400]);
            bert.awaitCaptioned(200);
            assertThat(routed).containsOnlyOnce("Anna");
            stuck.countDown();
            anna.awaitCaptioned(200);
        } finally {
            context.stop();
        }
    }

    @Test
    void the_station_waits_with_its_next_round_while_somebody_speaks() throws Exception {
        RadioStation station =
                new RadioStation(vertx, Tones.at(16_000).say("alpha").wav(), 8, microphones::areOn);
        Voice anna = Voice.of(page, ANNA, "Anna");
        anna.welcome();
        try (InputStream air = station.uri().toURL().openStream()) {
            assertThat(air.readNBytes(44 + 32_000)).endsWith(new byte[32_000]);
            anna.stop();
            anna.next("ended");
            await().atMost(PATIENCE).until(() -> IntStream.range(0, 3_200).anyMatch(i -> sounds(air)));
        }
    }

    private static boolean sounds(InputStream air) {
        try {
            return air.read() != 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
