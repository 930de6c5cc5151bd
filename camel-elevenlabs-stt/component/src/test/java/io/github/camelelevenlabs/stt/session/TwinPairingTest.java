package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.camelelevenlabs.stt.protocol.ServerEvent.Committed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.CommittedWithTimestamps;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each message of a test is one letter: {@code a} is the plain commit with the text "a", {@code A} is its twin with word
 * times. A delivered commit is a small letter without word times and a capital letter with them.
 */
class TwinPairingTest {

    private final List<String> delivered = new ArrayList<>();
    /** The texts of messages that open a commit, which is every message but a twin of an earlier one. */
    private final List<String> opened = new ArrayList<>();

    private TwinPairing pairing = new TwinPairing(true);
    private long now = 1_000;

    private TwinPairingTest receive(String messages) {
        messages.chars().mapToObj(Character::toString).forEach(this::message);
        return this;
    }

    private void message(String letter) {
        boolean timed = Character.isUpperCase(letter.charAt(0));
        if (timed) {
            timed(letter, letter.toLowerCase());
        } else {
            plain(letter, "");
        }
    }

    private TwinPairingTest plain(String text, String lastPartial) {
        Committed message = new Committed(text);
        if (!pairing.isTwin(message, now)) {
            opened.add(text);
            pairing.open(lastPartial, now);
        }
        pairing.add(message, now);
        return take();
    }

    /** Receives a twin. Its only token is the mark, by which a test recognises the times of a delivered commit. */
    private TwinPairingTest timed(String mark, String text) {
        CommittedWithTimestamps message =
                new CommittedWithTimestamps(text, "en", List.of(new Token(mark, 0, 1, "word", 0)));
        if (!pairing.isTwin(message, now)) {
            opened.add(text);
            pairing.open("", now);
        }
        pairing.add(message, now);
        return take();
    }

    private TwinPairingTest take() {
        pairing.take(now).forEach(this::deliver);
        return this;
    }

    private void deliver(TwinPairing.Commit commit) {
        delivered.add(
                commit.tokens().isEmpty()
                        ? commit.text()
                        : commit.tokens().get(0).text());
    }

    private TwinPairingTest after(Duration time) {
        now += time.toNanos();
        return take();
    }

    @ParameterizedTest
    @CsvSource({
        "aA, A",
        "Aa, A",
        "aAbB, AB",
        "AaBb, AB",
        "aABb, AB",
        "abAB, AB",
        "ABab, AB",
        "abcABC, ABC",
        "ABCabc, ABC",
        "AbBa, AB",
        "aABCbc, ABC"
    })
    void two_messages_are_one_commit_in_every_order(String messages, String commits) {
        receive(messages).after(ofSeconds(60));
        assertThat(String.join("", delivered)).isEqualTo(commits);
        assertThat(opened).hasSize(commits.length());
    }

    @ParameterizedTest
    @CsvSource({
        "abB, aB",
        "abBcC, aBC",
        "aAbcC, AbC",
        "aAb, Ab",
        "abc, abc",
        "AbB, AB",
        "AB, AB",
        "AaBCc, ABC",
        "aABcC, ABC"
    })
    void a_missing_message_takes_nothing_from_the_other_commits(String messages, String commits) {
        receive(messages).after(ofSeconds(60));
        assertThat(String.join("", delivered)).isEqualTo(commits);
        assertThat(opened).hasSize(commits.length());
    }

    @Test
    void a_plain_commit_waits_for_its_twin_and_no_longer_than_needed() {
        receive("a").after(TwinPairing.TWIN_WAIT.minusNanos(1));
        assertThat(delivered).isEmpty();
        assertThat(pairing.waitLeft(now)).hasValue(1);
        after(Duration.ofNanos(1));
        assertThat(delivered).containsExactly("a");
        assertThat(pairing.waitLeft(now)).isEmpty();
    }

    @Test
    void the_wait_is_counted_from_the_oldest_commit() {
        receive("a").after(ofSeconds(3)).receive("b");
        assertThat(pairing.waitLeft(now)).hasValue(ofSeconds(2).toNanos());
        after(ofSeconds(2));
        assertThat(delivered).containsExactly("a");
        assertThat(pairing.waitLeft(now)).hasValue(ofSeconds(3).toNanos());
    }

    @Test
    void a_commit_does_not_overtake_the_one_before() {
        receive("ab").timed("B", "b");
        assertThat(delivered).as("the twin of a is lost").containsExactly("a", "B");
    }

    @Test
    void a_twin_that_comes_first_is_delivered_at_once() {
        receive("A");
        assertThat(delivered).containsExactly("A");
        assertThat(pairing.waitLeft(now)).isEmpty();
    }

    @Test
    void a_twin_whose_text_differs_a_little_is_still_a_twin() {
        plain("The door", "").timed("A", "The  door.");
        assertThat(delivered).containsExactly("A");
        assertThat(opened).hasSize(1);
    }

    @Test
    void the_plain_text_takes_precedence() {
        pairing.open("", now);
        pairing.add(new Committed("The door"), now);
        pairing.add(new CommittedWithTimestamps("The door.", "en", List.of()), now);
        assertThat(pairing.take(now)).containsExactly(new TwinPairing.Commit("The door", "en", List.of()));
    }

    @Test
    void space_around_a_text_makes_no_difference() {
        plain("no", "").plain("yes", "").timed("Y", " yes ");
        assertThat(delivered).containsExactly("no", "Y");
    }

    @ParameterizedTest
    @CsvSource({"aAaA, AA", "AaAa, AA", "aaAA, AA", "AAaa, AA", "aAaAaA, AAA", "aaaAAA, AAA"})
    void equal_sentences_in_a_row_are_commits_of_their_own(String messages, String commits) {
        receive(messages).after(ofSeconds(60));
        assertThat(String.join("", delivered)).isEqualTo(commits);
        assertThat(opened).hasSize(commits.length());
    }

    @Test
    void an_empty_commit_has_no_twin_to_wait_for() {
        plain("", "");
        assertThat(delivered).containsExactly("");
        timed("", "");
        assertThat(delivered).hasSize(1);
        assertThat(opened).hasSize(1);
    }

    @Test
    void an_empty_commit_waits_for_the_one_before() {
        receive("a").plain("", "");
        assertThat(delivered).isEmpty();
        receive("A");
        assertThat(delivered).containsExactly("A", "");
    }

    @Test
    void an_empty_commit_takes_the_text_of_the_last_partial() {
        plain("", "No");
        assertThat(delivered).containsExactly("No");
    }

    @Test
    void a_text_takes_precedence_over_the_partial_before_it() {
        plain("No.", "no o").after(ofSeconds(5));
        assertThat(delivered).containsExactly("No.");
    }

    @ParameterizedTest
    @ValueSource(longs = {5_000, 5_001, 20_000})
    void a_twin_that_comes_too_late_is_no_second_commit(long millis) {
        receive("a").after(ofMillis(millis)).receive("A");
        assertThat(delivered).containsExactly("a");
        assertThat(opened).hasSize(1);
    }

    @Test
    void a_twin_that_comes_too_late_takes_nothing_from_the_next_commit() {
        receive("a").after(ofSeconds(6)).receive("bA");
        assertThat(delivered).containsExactly("a");
        receive("B");
        assertThat(delivered).containsExactly("a", "B");
        assertThat(opened).hasSize(2);
    }

    @Test
    void an_equal_sentence_gets_its_own_twin_although_one_before_never_had_one() {
        receive("a").after(ofSeconds(10)).receive("aA");
        assertThat(delivered).containsExactly("a", "A");
        assertThat(opened).hasSize(2);
    }

    @Test
    void a_text_that_is_new_is_a_commit_of_its_own_after_a_twin_was_lost() {
        receive("a").after(ofSeconds(10)).receive("B");
        assertThat(delivered).containsExactly("a", "B");
        assertThat(opened).hasSize(2);
    }

    @Test
    void a_commit_does_not_wait_for_an_unrequested_twin() {
        pairing = new TwinPairing(false);
        receive("aab");
        assertThat(delivered).containsExactly("a", "a", "b");
        assertThat(pairing.waitLeft(now)).isEmpty();
    }

    @Test
    void an_unrequested_twin_is_no_second_commit() {
        pairing = new TwinPairing(false);
        receive("aAbBB");
        assertThat(delivered).containsExactly("a", "b", "B");
    }

    @Test
    void waiting_commits_can_be_taken_at_once_and_only_once() {
        receive("aAbc");
        pairing.takeAll().forEach(this::deliver);
        assertThat(delivered).containsExactly("A", "b", "c");
        assertThat(pairing.takeAll()).isEmpty();
        assertThat(pairing.waitLeft(now)).isEmpty();
    }

    @Test
    void a_flood_of_commits_costs_no_more_than_their_number() {
        for (boolean expected : new boolean[] {true, false}) {
            pairing = new TwinPairing(expected);
            delivered.clear();
            assertTimeoutPreemptively(ofSeconds(20), () -> {
                for (int i = 0; i < 100_000; i++) {
                    plain("commit " + i, "");
                }
            });
            assertThat(delivered).hasSizeBetween(100_000 - TwinPairing.MAX_SLOTS, 100_000);
        }
    }

    @Test
    void commits_that_are_remembered_do_not_keep_those_that_follow_from_waiting_for_their_twins() {
        for (int i = 0; i < 2 * TwinPairing.MAX_SLOTS; i++) {
            plain("commit " + i, "");
            assertThat(delivered).hasSize(i);
            timed("Twin", "commit " + i);
            assertThat(delivered).hasSize(i + 1).last().isEqualTo("Twin");
        }
    }
}
