package io.github.camelelevenlabs.stt.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ServerEvent.Committed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.CommittedWithTimestamps;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Partial;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptsTest {

    private static final List<Token> WORDS = List.of(new Token("one", 0, 1, "word", 0));

    private final ManualTime time = new ManualTime();
    private final List<String> partials = new ArrayList<>();
    private final List<String> commits = new ArrayList<>();
    private int answers;
    private int missing;
    private Transcripts transcripts = transcripts(true);

    private Transcripts transcripts(boolean twinsExpected) {
        return new Transcripts(
                twinsExpected,
                time,
                partials::add,
                () -> answers++,
                commit -> commits.add(commit.text() + (commit.tokens().isEmpty() ? "" : " with times")),
                () -> missing++);
    }

    private void plain(String text) {
        transcripts.received(new Committed(text));
    }

    private void timed(String text) {
        transcripts.received(new CommittedWithTimestamps(text, "en", WORDS));
    }

    @Test
    void two_messages_are_one_answer_and_one_commit() {
        plain("one");
        assertThat(answers).isOne();
        assertThat(commits).isEmpty();
        assertThat(transcripts.isTwinOutstanding()).isTrue();
        timed("one");
        assertThat(answers).isOne();
        assertThat(commits).containsExactly("one with times");
        assertThat(transcripts.isTwinOutstanding()).isFalse();
        assertThat(time.timers()).isZero();
    }

    @Test
    void without_twins_each_message_is_a_commit_at_once() {
        transcripts = transcripts(false);
        plain("one");
        plain("one");
        assertThat(answers).isEqualTo(2);
        assertThat(commits).containsExactly("one", "one");
    }

    @Test
    void an_overdue_twin_is_reported_and_the_commit_is_taken_only_on_demand() {
        plain("one");
        time.advance(TwinPairing.TWIN_WAIT.minusNanos(1));
        assertThat(missing).isZero();
        time.advance(Duration.ofNanos(1));
        assertThat(missing).isOne();
        assertThat(commits).isEmpty();
        transcripts.deliver();
        assertThat(commits).containsExactly("one");
    }

    @Test
    void at_the_end_commits_are_taken_without_their_twins() {
        plain("one");
        transcripts.flush();
        assertThat(commits).containsExactly("one");
        assertThat(time.timers()).isZero();
    }

    @Test
    void a_connection_that_is_dropped_waits_for_no_twin() {
        plain("one");
        transcripts.stop();
        time.advance(TwinPairing.TWIN_WAIT);
        assertThat(missing).isZero();
        assertThat(commits).isEmpty();
    }

    @Test
    void a_partial_is_passed_on_once_and_its_echo_after_the_commit_is_not() {
        transcripts = transcripts(false);
        transcripts.received(new Partial("one"));
        transcripts.received(new Partial("one"));
        assertThat(transcripts.isPending()).isTrue();
        plain("One.");
        assertThat(transcripts.isPending()).isFalse();
        transcripts.received(new Partial("one"));
        assertThat(partials).containsExactly("one");
        assertThat(transcripts.isPending()).isFalse();
    }

    @Test
    void an_empty_commit_has_the_text_of_the_last_partial_before_it() {
        transcripts = transcripts(false);
        transcripts.received(new Partial("yes"));
        plain("");
        plain("");
        assertThat(commits).containsExactly("yes", "");
    }
}
