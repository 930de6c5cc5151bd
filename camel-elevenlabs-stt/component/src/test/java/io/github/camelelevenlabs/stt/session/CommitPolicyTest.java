package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CommitPolicyTest {

    private static CommitPolicy policy(CommitStrategy strategy) {
        return new CommitPolicy(TestSettings.with(strategy));
    }

    private static long nanos(long millis) {
        return ofMillis(millis).toNanos();
    }

    @ParameterizedTest
    @CsvSource({"19999, 10000, false", "20000, 299, false", "20000, 300, true", "20000, 10000, true", "29000, 300, true"
    })
    void manual_commits_in_the_first_pause_after_the_interval(long uncommitted, long quiet, boolean good) {
        assertThat(policy(CommitStrategy.MANUAL).isGoodPlace(nanos(uncommitted), nanos(quiet)))
                .isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource({"24999, 300, false", "25000, 299, false", "25000, 300, true", "25000, 399, true", "25000, 400, false"})
    void vad_gets_a_client_commit_in_a_short_pause_and_not_in_a_long_one(long uncommitted, long quiet, boolean good) {
        assertThat(policy(CommitStrategy.VAD).isGoodPlace(nanos(uncommitted), nanos(quiet)))
                .isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource({"24999, 300, false", "25000, 299, false", "25000, 300, true", "25000, 10000, true", "27000, 40, true"})
    void where_turns_are_predicted_the_client_commits_only_as_the_ceiling_demands(
            long uncommitted, long quiet, boolean good) {
        assertThat(policy(CommitStrategy.TURN_PREDICTION).isGoodPlace(nanos(uncommitted), nanos(quiet)))
                .isEqualTo(good);
    }

    @Test
    void where_turns_are_predicted_it_is_always_the_services_turn_and_never_left_to_it() {
        CommitPolicy policy = policy(CommitStrategy.TURN_PREDICTION);
        assertThat(policy.isServicesTurn(0)).isTrue();
        assertThat(policy.isLeftToService(nanos(60_000))).isFalse();
        assertThat(policy.paddingIn(0)).isEqualTo(CommitPolicy.FLOOR.toNanos());
    }

    @Test
    void follows_the_strategy_that_is_in_force() {
        CommitPolicy policy = policy(CommitStrategy.TURN_PREDICTION);
        policy.follow(CommitStrategy.MANUAL);
        assertThat(policy.isGoodPlace(nanos(20_000), nanos(300))).isTrue();
        assertThat(policy.isServicesTurn(nanos(60_000))).isFalse();
    }

    @ParameterizedTest(name = "{0} asked for, {1} echoed")
    @CsvSource(delimiter = '|', textBlock = """
        VAD             |                        | VAD
        VAD             | vad                    | VAD
        VAD             | manual                 | MANUAL
        VAD             | manual,turn_prediction | TURN_PREDICTION
        VAD             | turn_prediction        | TURN_PREDICTION
        MANUAL          | manual,turn_prediction | MANUAL
        MANUAL          | vad                    | TURN_PREDICTION
        TURN_PREDICTION |                        | TURN_PREDICTION
        TURN_PREDICTION | manual                 | MANUAL
        TURN_PREDICTION | manual,turn_prediction | TURN_PREDICTION
        TURN_PREDICTION | vad                    | TURN_PREDICTION
        TURN_PREDICTION | of_next_year           | TURN_PREDICTION
        """)
    void what_the_echo_leaves_open_is_reckoned_with(CommitStrategy asked, String echoed, CommitStrategy inForce) {
        Set<String> names = echoed == null ? Set.of() : Set.of(echoed.split(","));
        assertThat(asked.inForce(names)).isEqualTo(inForce);
    }

    @ParameterizedTest
    @CsvSource({"28499, 28499, false", "28500, 28500, true", "28500, 1800, true", "28500, 1799, false"})
    void a_long_silence_is_committed_before_the_ceiling_would_cut_the_word_that_ends_it(
            long uncommitted, long quiet, boolean good) {
        assertThat(policy(CommitStrategy.VAD).isGoodPlace(nanos(uncommitted), nanos(quiet)))
                .isEqualTo(good);
    }

    @ParameterizedTest
    @EnumSource(CommitStrategy.class)
    void never_lets_more_than_the_ceiling_go_uncommitted(CommitStrategy strategy) {
        CommitPolicy policy = policy(strategy);
        long chunk = nanos(100);
        long most = CommitPolicy.CEILING.toNanos() - chunk;
        assertThat(policy.isDueBefore(most, chunk)).isFalse();
        assertThat(policy.isDueBefore(most + 1, chunk)).isTrue();
    }

    @Test
    void no_commit_is_due_before_audio_was_sent() {
        assertThat(policy(CommitStrategy.MANUAL).isDueBefore(0, nanos(60_000))).isFalse();
    }

    @Test
    void stays_between_the_floor_of_the_service_and_the_length_that_silences_it() {
        assertThat(CommitPolicy.FLOOR).isGreaterThan(ofMillis(300)).isLessThan(Caution.FIRST);
        assertThat(CommitPolicy.CEILING).isLessThan(ofSeconds(30));
    }
}
