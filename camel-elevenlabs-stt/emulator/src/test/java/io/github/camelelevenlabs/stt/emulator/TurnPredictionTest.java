package io.github.camelelevenlabs.stt.emulator;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelelevenlabs.stt.emulator.RecordedSession.Commit;
import io.github.camelelevenlabs.stt.emulator.protocol.ConfigEcho;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that predicts turns commits behind any word, while the speaker goes on. */
class TurnPredictionTest {

    private static final String LIVE = "model_id=scribe_v3_live";
    private static final String WORDS = "one two three four five six seven eight nine zero star pound alpha bravo";

    private static ServiceOnDesk service(int turnWords, int seed) {
        return ServiceOnDesk.with(
                Behaviour.service().with(b -> b.turnWords(turnWords).turnSeed(seed)));
    }

    private static List<String> segments(int seed) {
        return service(3, seed)
                .start(LIVE)
                .say(WORDS)
                .after(ofSeconds(2))
                .chunk(ClientOnDesk.silent(ofMillis(400)), true)
                .after(ofSeconds(2))
                .texts("committed_transcript");
    }

    @ParameterizedTest
    @ValueSource(strings = {LIVE, LIVE + "&commit_strategy=turn_prediction"})
    void commits_in_the_middle_of_speech_by_default_of_the_model_or_as_asked(String query) {
        ClientOnDesk client = service(3, 1).start(query).say(WORDS).after(ofSeconds(1));
        assertThat(client.texts("committed_transcript")).hasSizeGreaterThan(1);
        assertThat(client.record().commits()).extracting(Commit::by).containsOnly(Commit.By.TURN);
        assertThat(client.record().commits().get(0).position()).isLessThan(ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"commit_strategy=manual", "commit_strategy=vad"})
    void another_strategy_that_is_asked_for_predicts_no_turns(String strategy) {
        assertThat(service(1, 1)
                        .start(LIVE + "&" + strategy)
                        .say(WORDS)
                        .record()
                        .commits())
                .isEmpty();
    }

    @Test
    void every_word_belongs_to_one_segment_also_those_between_a_turn_and_the_decision_that_it_has_ended() {
        for (int seed = 0; seed < 50; seed++) {
            assertThat(String.join(" ", segments(seed)).strip()).isEqualTo(WORDS);
        }
    }

    @Test
    void a_segment_ends_behind_its_last_word_and_not_where_the_audio_had_got_to() {
        ClientOnDesk client = service(1, 1)
                .start(LIVE + "&include_timestamps=true")
                .say(WORDS)
                .after(ofSeconds(3));
        List<Double> ends = new ArrayList<>();
        JsonNode words = client.last("committed_transcript_with_timestamps").get("words");
        words.forEach(word -> ends.add(word.get("end").asDouble()));
        long decided = client.record()
                .commits()
                .get(client.record().commits().size() - 1)
                .position()
                .toMillis();
        assertThat(ends.get(ends.size() - 1) * 1_000).isBetween(decided - 700.0, decided + 20.0);
        assertThat(client.texts("committed_transcript")).allMatch(text -> !text.isEmpty());
    }

    @Test
    void the_same_seed_ends_the_same_turns_and_another_one_others() {
        assertThat(segments(5)).isEqualTo(segments(5));
        assertThat(List.of(segments(6), segments(7), segments(8))).anyMatch(other -> !other.equals(segments(5)));
    }

    @Test
    void silence_and_audio_that_the_client_commits_with_its_message_end_no_turn() {
        ClientOnDesk client = service(1, 1).start(LIVE).silence(ofSeconds(30));
        client.chunk(Tones.pcm(16_000, "one two three"), true).after(ofSeconds(1));
        assertThat(client.texts("committed_transcript")).containsExactly("one two three");
        assertThat(client.record().commits()).extracting(Commit::by).containsExactly(Commit.By.CLIENT);
    }

    @Test
    void a_commit_of_the_client_right_behind_one_of_the_service_is_throttled() {
        ClientOnDesk client = service(1, 1).start(LIVE);
        for (int i = 0; client.record().commits().isEmpty(); i++) {
            client.say(i == 0 ? "one" : "two");
        }
        assertThat(client.commit().after(ofSeconds(1)).end()).isEqualTo("1000 commit_throttled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "model_id=scribe_v2_realtime&", "model_id=scribe_v2_realtime_turbo&"})
    void models_that_predict_no_turns_refuse_to(String model) {
        ClientOnDesk client = service(3, 1).start(model + "commit_strategy=turn_prediction");
        assertThat(client.types()).containsExactly("invalid_request");
        assertThat(client.last("invalid_request").get("error").asText())
                .isEqualTo("commit_strategy must be one of manual, vad. Got 'turn_prediction'.");
        assertThat(client.end()).isEqualTo("1008 invalid_request");
    }

    @ParameterizedTest
    @CsvSource({
        "AS_SEEN, turn_prediction, vad_commit_strategy, false",
        "JULY_2026, turn_prediction, commit_strategy, turn_prediction",
        "STRATEGY_AS_TEXT, turn_prediction, vad_commit_strategy, turn_prediction",
        "STRATEGY_AS_TEXT, vad, vad_commit_strategy, vad",
        "STRATEGY_AS_TEXT, manual, vad_commit_strategy, manual"
    })
    void the_strategy_is_echoed_in_three_spellings(ConfigEcho echo, String strategy, String name, String value) {
        JsonNode config = ServiceOnDesk.with(Quirks.of(q -> q.configEcho(echo)))
                .start(LIVE + "&commit_strategy=" + strategy)
                .last("session_started")
                .get("config");
        assertThat(config.get(name).asText()).isEqualTo(value);
    }

    @Test
    void a_turn_has_words() {
        assertThatThrownBy(() -> Behaviour.service().with(b -> b.turnWords(0)))
                .hasMessage("turnWords must be 1 or more, was 0");
        assertThat(Behaviour.service().turnDecisionAudio()).isEqualTo(ofMillis(500));
    }
}
