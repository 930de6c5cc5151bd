package io.github.camelelevenlabs.stt.example.captions;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.ServiceError;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What is said on pages is captioned, and pages that come back go on. */
class MicrophonesTest extends MicrophonesTestBase {

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
}
