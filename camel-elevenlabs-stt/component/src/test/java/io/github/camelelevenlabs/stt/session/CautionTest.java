package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CautionTest {

    private final Caution caution = caution(CommitStrategy.VAD);

    private static Caution caution(CommitStrategy strategy) {
        return new Caution(new CommitPolicy(TestSettings.with(strategy)));
    }

    private static long nanos(long millis) {
        return ofMillis(millis).toNanos();
    }

    @Test
    void a_session_whose_connections_last_has_no_early_commits() {
        assertThat(caution.isNeeded(0)).isFalse();
        assertThat(caution.isGoodPlace(0, nanos(25_000), nanos(1_000), true)).isFalse();
        assertThat(caution.isDueBefore(0, nanos(29_000), nanos(1_000))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, true",
        "2000, 0, true",
        "20000, 19000, true",
        "58999, 58000, true",
        "59000, 29500, false",
        "59000, 29499, true",
        "3600000, 3590000, false"
    })
    void a_connection_that_did_not_last_makes_the_next_one_cautious(long sent, long committed, boolean cautious) {
        caution.lost(ofMillis(sent), ofMillis(committed));
        assertThat(caution.isNeeded(0)).isEqualTo(cautious);
    }

    @Test
    void a_connection_that_lasted_ends_the_caution() {
        caution.replaced(ofSeconds(10));
        assertThat(caution.isNeeded(0)).isFalse();
        caution.lost(ofSeconds(2), Duration.ZERO);
        caution.replaced(ofSeconds(10));
        assertThat(caution.isNeeded(0)).isTrue();
        caution.replaced(ofSeconds(59));
        assertThat(caution.isNeeded(0)).isFalse();
    }

    @Test
    void a_connection_without_audio_changes_nothing() {
        caution.lost(Duration.ZERO, Duration.ZERO);
        assertThat(caution.isNeeded(0)).isFalse();
        caution.lost(ofSeconds(2), Duration.ZERO);
        caution.lost(Duration.ZERO, Duration.ZERO);
        assertThat(caution.isNeeded(0)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // From one second on, the next pause
        "0, 999, 300, true, false",
        "0, 1000, 300, true, true",
        "0, 1000, 1199, true, true",
        "8000, 1000, 300, true, true",
        // The service commits here, unless nothing is uncommitted
        "0, 1000, 1200, true, false",
        "0, 1000, 1200, false, true",
        // Any gap between words, once half as much is uncommitted as is committed
        "0, 1000, 39, true, false",
        "0, 1000, 40, true, true",
        "8000, 3999, 299, true, false",
        "8000, 4000, 40, true, true",
        // Any gap at all, a little later
        "0, 1249, 20, true, false",
        "0, 1250, 20, true, true",
        "0, 1250, 0, true, false",
        // Silence
        "8000, 3999, 3999, false, false",
        "8000, 4000, 4000, false, true"
    })
    void commits_in_the_next_pause_then_in_any_gap(
            long committed, long uncommitted, long quiet, boolean spoken, boolean good) {
        caution.lost(ofSeconds(2), Duration.ZERO);
        assertThat(caution.isGoodPlace(nanos(committed), nanos(uncommitted), nanos(quiet), spoken))
                .isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1650, false",
        "0, 1651, true",
        "1750, 1651, true",
        "8000, 7900, false",
        "8000, 7901, true",
        "29500, 29400, false"
    })
    void commits_anywhere_before_more_is_uncommitted_than_is_committed(long committed, long uncommitted, boolean due) {
        caution.lost(ofSeconds(2), Duration.ZERO);
        assertThat(caution.isDueBefore(nanos(committed), nanos(uncommitted), nanos(100)))
                .isEqualTo(due);
    }

    @Test
    void a_connection_that_committed_as_much_as_ever_goes_uncommitted_commits_as_usual() {
        caution.lost(ofSeconds(2), Duration.ZERO);
        assertThat(caution.isNeeded(CommitPolicy.CEILING.minusMillis(1).toNanos()))
                .isTrue();
        assertThat(caution.isNeeded(CommitPolicy.CEILING.toNanos())).isFalse();
    }

    @Test
    void with_manual_commits_no_pause_is_too_long() {
        Caution manual = caution(CommitStrategy.MANUAL);
        manual.lost(ofSeconds(2), Duration.ZERO);
        assertThat(manual.isGoodPlace(0, nanos(5_000), nanos(4_000), true)).isTrue();
    }

    @Test
    void where_turns_are_predicted_no_pause_is_too_long_and_the_padding_counts() {
        Caution turns = caution(CommitStrategy.TURN_PREDICTION);
        turns.lost(ofSeconds(2), Duration.ZERO);
        assertThat(turns.isGoodPlace(0, nanos(5_000), nanos(4_000), true)).isTrue();
        assertThat(turns.isGoodPlace(0, nanos(649), nanos(40), true)).isFalse();
        assertThat(turns.isGoodPlace(0, nanos(650), nanos(40), true)).isTrue();
        assertThat(turns.isDueBefore(0, nanos(1_300), nanos(100))).isFalse();
        assertThat(turns.isDueBefore(0, nanos(1_301), nanos(100))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(CommitStrategy.class)
    void commits_before_the_first_partial_of_the_service(CommitStrategy strategy) {
        Caution cautious = caution(strategy);
        cautious.lost(ofSeconds(2), Duration.ZERO);
        assertThat(cautious.isDueBefore(0, nanos(1_700), nanos(100))).isTrue();
    }
}
