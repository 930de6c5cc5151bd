package io.github.camelelevenlabs.stt.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManualCommitTest {
    private static SttEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = SttEmulator.builder().behaviour(Behaviour.prompt()).start();
    }

    @AfterAll
    static void stop() {
        emulator.stop();
    }

    @BeforeEach
    void reset() {
        emulator.reset();
    }

    @Test
    void answers_a_commit_with_the_words_before_it() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.audio(Tones.pcm(16_000, "one two three")).commit();
            assertThat(client.nextCommitted()).isEqualTo("one two three");
            client.audio(Tones.pcm(16_000, "four five")).commit();
            assertThat(client.nextCommitted()).isEqualTo("four five");
        }
        assertThat(emulator.violations()).isEmpty();
    }

    @Test
    void includes_the_audio_of_the_committing_message() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.audio(Tones.pcm(16_000, "one two")).chunk(Tones.pcm(16_000, "three"), true);
            assertThat(client.nextCommitted()).isEqualTo("one two three");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 22_050, 24_000, 44_100, 48_000})
    void transcribes_every_linear_format(int rate) {
        try (RealtimeClient client = RealtimeClient.start(emulator, "audio_format=pcm_" + rate)) {
            client.audio(Tones.pcm(rate, "seven star zero pound"), rate / 10 * 2)
                    .commit();
            assertThat(client.nextCommitted()).isEqualTo("seven star zero pound");
        }
        assertThat(emulator.sessions().get(0).audioDuration()).isEqualTo(Duration.ofMillis(800));
    }

    @Test
    void transcribes_mu_law() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "audio_format=ulaw_8000")) {
            client.audio(Tones.at(8_000).say("alpha nine delta").ulaw()).commit();
            assertThat(client.nextCommitted()).isEqualTo("alpha nine delta");
        }
    }

    @Test
    void answers_with_a_twin_when_word_times_are_requested() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "include_timestamps=true&language_code=de")) {
            client.audio(Tones.at(16_000)
                            .pause(Duration.ofMillis(500))
                            .say("one two")
                            .pcm())
                    .commit();
            assertThat(client.nextCommitted()).isEqualTo("one two");
            JsonNode twin = client.next("committed_transcript_with_timestamps");
            assertThat(twin.get("text").asText()).isEqualTo("one two");
            assertThat(twin.get("language_code").asText()).isEqualTo("de");
            JsonNode words = twin.get("words");
            assertThat(words).hasSize(3);
            assertThat(StreamSupport.stream(words.spliterator(), false)
                            .map(word -> word.get("text").asText())
                            .collect(Collectors.joining()))
                    .isEqualTo("one two");
            assertThat(words.get(0).get("type").asText()).isEqualTo("word");
            assertThat(words.get(0).get("start").asDouble()).isCloseTo(0.5, within(0.02));
            assertThat(words.get(0).get("end").asDouble()).isCloseTo(0.6, within(0.02));
            assertThat(words.get(0).get("characters"))
                    .extracting(character -> character.get("text").asText())
                    .containsExactly("o", "n", "e");
            assertThat(words.get(1).get("type").asText()).isEqualTo("spacing");
            assertThat(words.get(1).get("characters").isNull()).isTrue();
            assertThat(words.get(2).get("start").asDouble()).isCloseTo(0.7, within(0.02));
            assertThat(words.get(2).get("logprob").asDouble()).isNegative();
        }
    }

    @Test
    void word_times_run_on_over_commits() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "include_timestamps=true")) {
            client.audio(Tones.pcm(16_000, "one two three four")).commit();
            client.next("committed_transcript_with_timestamps");
            client.keepalive().audio(Tones.pcm(16_000, "five six")).commit();
            JsonNode word = client.next("committed_transcript_with_timestamps")
                    .get("words")
                    .get(0);
            assertThat(word.get("start").asDouble()).isCloseTo(0.8, within(0.02));
        }
    }

    @Test
    void language_detection_alone_has_no_words_and_comes_first() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "include_language_detection=true")) {
            client.audio(Tones.pcm(16_000, "one two three")).commit();
            JsonNode twin = client.next("committed_transcript_with_timestamps");
            assertThat(twin.get("words").isNull()).isTrue();
            assertThat(twin.get("language_code").asText()).isEqualTo("en");
            assertThat(client.nextCommitted()).isEqualTo("one two three");
        }
    }

    @Test
    void sends_entities_after_the_transcript_on_request() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "entity_detection=pii&include_timestamps=true")) {
            client.audio(Tones.pcm(16_000, "star five five five pound one")).commit();
            client.next("committed_transcript_with_timestamps");
            JsonNode entities = client.next("committed_transcript_entities");
            assertThat(entities.get("text").asText()).isEqualTo("star five five five pound one");
            assertThat(entities.get("entities").toString())
                    .isEqualTo("[{\"text\":\"five five five\",\"entity_type\":\"phone_number\","
                            + "\"start_char\":5,\"end_char\":19}]");
        }
    }

    @Test
    void sends_an_edited_transcript_later_on_request() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "transcript_edit=punctuate")) {
            client.audio(Tones.pcm(16_000, "one two three")).commit();
            client.nextCommitted();
            JsonNode edited = client.next("edited_transcript");
            assertThat(edited.get("text").asText()).isEqualTo("one two three");
            assertThat(edited.get("edited_text").asText()).isEqualTo("One two three.");
        }
    }

    @Test
    void repeats_the_committed_text_as_a_partial() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.audio(Tones.pcm(16_000, "one two three")).commit();
            client.nextCommitted();
            assertThat(client.next("partial_transcript").get("text").asText()).isEqualTo("one two three");
        }
    }

    @Test
    void a_commit_under_the_floor_ends_the_session_with_a_normal_code() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.audio(new byte[6_400]).commit();
            assertThat(client.next("commit_throttled").get("error").asText())
                    .isEqualTo("Commit request ignored: only 0.20s of uncommitted audio. "
                            + "You need at least 0.3s of uncommitted audio before committing.");
            assertThat(client.awaitClosed()).isEqualTo(new RealtimeClient.Closed(1000, "commit_throttled"));
        }
        assertThat(emulator.violations())
                .containsExactly(new Violation(
                        1,
                        "commit-under-floor",
                        "0.20s of uncommitted audio",
                        "{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"\",\"commit\":true}"));
        assertThat(emulator.sessions().get(0).error()).contains("commit_throttled");
    }

    @Test
    void silence_is_committed_as_an_empty_text() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.audio(new byte[16_000]).commit();
            assertThat(client.nextCommitted()).isEmpty();
        }
    }

    @Test
    void the_service_commits_after_36_5_seconds() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            byte[] audio = Tones.at(16_000)
                    .say("one")
                    .pause(Duration.ofMillis(36_250))
                    .say("two three")
                    .pcm();
            client.audio(audio, 32_000);
            assertThat(client.nextCommitted()).isEqualTo("one two");
            client.commit();
            assertThat(client.nextCommitted()).isEqualTo("three");
        }
        assertThat(emulator.sessions().get(0).commits().get(0))
                .isEqualTo(new RecordedSession.Commit(Duration.ofMillis(36_500), RecordedSession.Commit.By.LENGTH));
    }
}
