package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.TestSettings.TRANSCRIPT_TIMEOUT;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All audio is sent: what is still waited for, and for how long. */
class DrainTest {

    private final ManualTime time = new ManualTime();
    private final ScriptedSource audio = new ScriptedSource();
    private final List<SessionFailure> unanswered = new ArrayList<>();
    private int done;
    private ConnectionFixture fixture;
    private Drain drain;

    /** The connection is there, and nothing of the audio is sent. */
    private void open(CommitStrategy strategy) {
        open(new TestSettings().strategy(strategy));
    }

    private void open(TestSettings changes) {
        SessionSettings settings = changes.attempts(1).build();
        fixture = new ConnectionFixture(time, settings, audio);
        drain = new Drain(settings, fixture.intake, time, () -> done++, unanswered::add);
        fixture.onRuling = drain::onAnswer;
        fixture.onSettled = drain::proceed;
    }

    private void begin() {
        fixture.sendAll();
        drain.begin(fixture.connection);
        time.settle();
    }

    private int commits() {
        return fixture.service.commits().size();
    }

    private void assertDoneAfter(Duration wait) {
        time.advance(wait.minusNanos(1));
        assertThat(done).isZero();
        time.advance(Duration.ofNanos(1));
        assertThat(done).isOne();
    }

    @Test
    void the_tail_is_committed_and_a_short_quiet_after_its_answer_is_the_end() {
        audio.speech(ofSeconds(1));
        open(CommitStrategy.MANUAL);
        begin();
        assertThat(commits()).isOne();
        assertThat(drain.isAnswered()).isFalse();
        fixture.service.committed("One.");
        assertThat(drain.isAnswered()).isTrue();
        assertDoneAfter(Drain.QUIET);
    }

    @Test
    void where_everything_is_answered_no_commit_goes() {
        audio.speech(ofSeconds(1));
        open(CommitStrategy.MANUAL);
        fixture.sendAndCommit();
        fixture.service.committed("One.");
        begin();
        assertThat(commits()).isOne();
        assertDoneAfter(Drain.QUIET);
    }

    @Test
    void the_commit_of_the_tail_waits_for_the_answer_to_the_one_before() {
        audio.speech(ofSeconds(1));
        open(CommitStrategy.MANUAL);
        fixture.sendAndCommit();
        audio.speech(ofSeconds(1));
        time.settle();
        begin();
        assertThat(commits()).isOne();
        fixture.service.committed("One.");
        assertThat(commits()).isEqualTo(2);
    }

    @Test
    void a_tail_that_is_not_answered_in_time_is_a_failure() {
        audio.speech(ofSeconds(1));
        open(CommitStrategy.MANUAL);
        begin();
        time.advance(TRANSCRIPT_TIMEOUT.minusNanos(1));
        assertThat(unanswered).isEmpty();
        time.advance(Duration.ofNanos(1));
        assertThat(unanswered).extracting(SessionFailure::code).containsExactly(ErrorCode.TRANSCRIPT_TIMEOUT);
        assertThat(done).isZero();
    }

    @Test
    void another_answer_makes_the_quiet_begin_anew() {
        audio.speech(ofSeconds(1));
        open(CommitStrategy.MANUAL);
        begin();
        fixture.service.committed("One.");
        time.advance(Drain.QUIET.minusNanos(1));
        fixture.service.committed("Two.");
        assertDoneAfter(Drain.QUIET);
    }

    /** After the pause the service may have committed by itself: its answer would look the same. */
    @ParameterizedTest(name = "after {0} s for {1} s")
    @CsvSource({"1, 5", "2, 6", "4, 12"})
    void an_answer_in_doubt_is_followed_by_a_wait_three_times_as_long_of_5_s_at_least(long latency, long wait) {
        assertDoubtedFor(ofSeconds(latency), ofSeconds(wait));
    }

    @Test
    void but_not_beyond_the_time_that_the_tail_has() {
        assertDoubtedFor(ofSeconds(14), TRANSCRIPT_TIMEOUT.minusSeconds(14));
    }

    private void assertDoubtedFor(Duration latency, Duration wait) {
        audio.speech(ofSeconds(1)).silence(ofSeconds(2));
        open(CommitStrategy.VAD);
        begin();
        time.advance(latency);
        fixture.service.committed("One.");
        assertThat(drain.isAnswered()).isFalse();
        assertThat(fixture.connection.ledger().isInDoubt()).isTrue();
        assertDoneAfter(wait);
        assertThat(unanswered).isEmpty();
    }

    /**
     * What is loud is not always speech: the service may have committed by itself in what sounded like no pause, and its answer comes
     * instead of the one to the last commit.
     */
    @Test
    void an_answer_that_leaves_much_of_the_sound_without_words_is_followed_by_a_wait_for_the_rest() {
        audio.speech(ofSeconds(4));
        open(new TestSettings().strategy(CommitStrategy.VAD).twins());
        begin();
        time.advance(ofSeconds(1));
        fixture.service.committed("One.").timed("One.", 0.1, 0.9);
        time.advance(Drain.DOUBT.minusNanos(1));
        assertThat(done).isZero();
        fixture.service.committed("Two.").timed("Two.", 3.1, 3.9);
        assertDoneAfter(Drain.QUIET);
        assertThat(unanswered).isEmpty();
    }

    @Test
    void which_ends_although_there_is_no_rest() {
        audio.speech(ofSeconds(4));
        open(new TestSettings().strategy(CommitStrategy.VAD).twins());
        begin();
        time.advance(ofSeconds(1));
        fixture.service.committed("One.").timed("One.", 0.1, 0.9);
        assertDoneAfter(Drain.DOUBT);
        assertThat(unanswered).isEmpty();
    }

    /** Nothing was sent behind the commit, and to send its audio again would repeat its words. */
    @Test
    void where_turns_are_predicted_an_answer_without_word_times_is_followed_by_a_wait_and_not_by_a_replay() {
        audio.speech(ofSeconds(1)).silence(ofSeconds(2));
        open(CommitStrategy.TURN_PREDICTION);
        begin();
        time.advance(ofSeconds(1));
        fixture.service.committed("One.");
        assertDoneAfter(Drain.DOUBT);
        assertThat(unanswered).isEmpty();
    }

    @Test
    void and_so_is_an_empty_answer_to_what_sounded_like_speech() {
        audio.speech(ofSeconds(1));
        open(CommitStrategy.TURN_PREDICTION);
        begin();
        time.advance(ofSeconds(1));
        fixture.service.committed("");
        assertDoneAfter(Drain.DOUBT);
        assertThat(unanswered).isEmpty();
    }

    /** The one to ours takes about as long as the one to the commit before. */
    @Test
    void a_late_answer_to_the_commit_before_does_not_shorten_the_wait_for_the_one_to_ours() {
        audio.speech(ofSeconds(1));
        open(CommitStrategy.TURN_PREDICTION);
        fixture.sendAndCommit();
        fixture.connection.ledger().watch();
        time.advance(ofSeconds(8));
        fixture.service.committed("One.");
        time.advance(TRANSCRIPT_TIMEOUT.minusSeconds(8));
        audio.speech(ofSeconds(1));
        time.settle();
        begin();
        assertThat(commits()).isEqualTo(2);
        fixture.service.committed("");
        assertDoneAfter(ofSeconds(8 * Drain.LATENCIES));
        assertThat(unanswered).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        a complaint that nothing is left is the answer     | VAD    | true  | true  | INSUFFICIENT_AUDIO_ACTIVITY | true
        in any of its forms                                | VAD    | true  | true  | COMMIT_THROTTLED            | true
        other errors are errors                            | VAD    | true  | true  | QUEUE_OVERFLOW              | false
        before any answer the service cannot have all      | VAD    | false | true  | INSUFFICIENT_AUDIO_ACTIVITY | false
        before the end it is an error                      | VAD    | true  | false | INSUFFICIENT_AUDIO_ACTIVITY | false
        where only the client commits it is an error       | MANUAL | true  | true  | INSUFFICIENT_AUDIO_ACTIVITY | false
        where turns are predicted it is the answer too     | TURN_PREDICTION | true  | true  | COMMIT_THROTTLED | true
        """)
    void the_complaint(
            String rule, CommitStrategy strategy, boolean answer, boolean end, ErrorCode code, boolean answered) {
        audio.speech(ofSeconds(1)).silence(ofSeconds(2));
        open(strategy);
        fixture.sendAll();
        if (answer) {
            fixture.service.committed("One.");
        }
        fixture.intake.buffer().commitThrough(answer || strategy == CommitStrategy.MANUAL ? 48_000 : 0);
        if (end) {
            begin();
        }
        assertThat(drain.isAnsweredBy(code)).isEqualTo(answered);
    }

    @Test
    void words_of_a_partial_that_no_commit_has_covered_are_not_given_up_for_it() {
        audio.speech(ofSeconds(1)).silence(ofSeconds(2));
        open(CommitStrategy.VAD);
        fixture.sendAll();
        fixture.service.committed("One.").partial("Two");
        begin();
        assertThat(drain.isAnsweredBy(ErrorCode.INSUFFICIENT_AUDIO_ACTIVITY)).isFalse();
    }

    @Test
    void a_connection_that_is_gone_leaves_nothing_to_wait_for() {
        audio.speech(ofSeconds(1));
        open(CommitStrategy.MANUAL);
        begin();
        fixture.service.committed("One.");
        drain.cancel();
        assertThat(drain.isAnswered()).isFalse();
        time.advance(TRANSCRIPT_TIMEOUT);
        assertThat(done).isZero();
        assertThat(unanswered).isEmpty();
    }
}
