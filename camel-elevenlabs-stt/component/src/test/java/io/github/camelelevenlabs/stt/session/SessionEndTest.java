package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.CLOSED;
import static io.github.camelelevenlabs.stt.session.SessionState.CLOSING;
import static io.github.camelelevenlabs.stt.session.SessionState.DRAINING;
import static io.github.camelelevenlabs.stt.session.TestSettings.RECONNECT_DELAY;
import static io.github.camelelevenlabs.stt.session.TestSettings.TRANSCRIPT_TIMEOUT;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionObserver.Sending;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At the end, the session commits the remaining audio and waits for its transcript. */
class SessionEndTest extends SessionTestBase {

    SessionEndTest() {
        super(new SessionFixture());
    }

    @Test
    void commits_the_tail_waits_for_the_answer_and_closes() {
        audio.speech(ofSeconds(1)).end();
        fixture.started();
        assertThat(state()).isEqualTo(DRAINING);
        assertThat(service.commits()).hasSize(1);
        service.committed("All of it.");
        assertThat(service.closedWith()).isNull();
        time.advance(Drain.QUIET);
        assertThat(state()).isEqualTo(CLOSING);
        assertThat(service.closedWith()).isEqualTo(1000);
        service.closes(1000, "");
        assertThat(state()).isEqualTo(CLOSED);
        assertThat(listener.texts()).containsExactly("All of it.");
        assertThat(listener.end().failure()).isEmpty();
    }

    @Test
    void transcripts_that_come_while_the_service_closes_are_still_delivered() {
        audio.speech(ofSeconds(1)).end();
        fixture.started();
        service.committed("Nearly all.");
        time.advance(Drain.QUIET);
        service.committed("All.").closes(1000, "");
        assertThat(listener.texts()).containsExactly("Nearly all.", "All.");
    }

    @Test
    void a_segment_that_waits_for_its_twin_is_delivered_when_the_service_skips_the_closing_handshake() {
        audio.speech(ofSeconds(1)).end();
        fixture.twins().started();
        service.committed("Nearly all.").timed("Nearly all.", 0, 1);
        time.advance(Drain.QUIET);
        service.committed("All.");
        time.advance(SttSession.CLOSE_WAIT);
        assertThat(state()).isEqualTo(CLOSED);
        assertThat(listener.texts()).containsExactly("Nearly all.", "All.");
    }

    @Test
    void an_error_after_the_last_transcript_changes_nothing() {
        audio.speech(ofSeconds(1)).end();
        fixture.started();
        service.committed("All.");
        time.advance(Drain.QUIET);
        service.error("session_time_limit_exceeded", "too long").closes(1000, "session_time_limit_exceeded");
        assertThat(state()).isEqualTo(CLOSED);
        assertThat(listener.end().failure()).isEmpty();
    }

    @Test
    void ends_although_the_service_skips_the_closing_handshake() {
        audio.speech(ofSeconds(1)).end();
        fixture.started();
        service.committed("All.");
        time.advance(Drain.QUIET.plus(SttSession.CLOSE_WAIT));
        assertThat(state()).isEqualTo(CLOSED);
        assertThat(service.isAborted()).isTrue();
    }

    @Test
    void does_not_close_before_the_last_twin() {
        audio.speech(ofSeconds(1)).end();
        fixture.twins().started();
        service.committed("All.");
        time.advance(ofSeconds(4));
        assertThat(state()).isEqualTo(DRAINING);
        service.timed("All.", 0, 1);
        time.advance(Drain.QUIET);
        assertThat(state()).isEqualTo(CLOSING);
    }

    @Test
    void does_not_commit_audio_that_is_committed_already() {
        audio.speechAndCommit(ofSeconds(1)).end();
        fixture.started();
        assertThat(service.commits()).hasSize(1);
        service.committed("All.");
        time.advance(Drain.QUIET);
        assertThat(service.commits()).hasSize(1);
        assertThat(state()).isEqualTo(CLOSING);
    }

    @Test
    void a_commit_of_the_service_does_not_answer_the_last_client_commit() {
        audio.speech(ofSeconds(1))
                .silence(ofSeconds(2))
                .speech(ofSeconds(1))
                .silence(ofSeconds(2))
                .speech(ofSeconds(1));
        audio.end();
        fixture.vad().twins().started();
        service.committed("One").timed("One", 0.1, 1.0);
        time.advance(ofSeconds(4));
        service.committed("Two").timed("Two", 3.1, 4.0);
        time.advance(ofSeconds(4));
        assertThat(state()).isEqualTo(DRAINING);
        service.committed("Three").timed("Three", 6.1, 7.0);
        time.advance(Drain.QUIET);
        assertThat(state()).isEqualTo(CLOSING);
        assertThat(listener.texts()).containsExactly("One", "Two", "Three");
        assertThat(service.commits()).hasSize(1);
    }

    @Test
    void after_an_answer_for_all_speech_the_last_answer_is_awaited_for_a_short_time() {
        audio.speech(ofSeconds(2)).silence(ofSeconds(2)).end();
        fixture.vad().started();
        service.committed("All.");
        time.advance(Drain.DOUBT.minusMillis(1));
        assertThat(state()).isEqualTo(DRAINING);
        time.advance(ofMillis(1));
        assertThat(state()).isEqualTo(CLOSING);
        assertThat(listener.texts()).containsExactly("All.");
        assertThat(service.commits()).hasSize(1);
    }

    @Test
    void an_answer_of_a_slow_service_is_awaited_for_longer() {
        audio.speech(ofSeconds(2)).silence(ofSeconds(2)).end();
        fixture.vad().started();
        Duration latency = ofSeconds(6);
        time.advance(latency);
        service.committed("All.");
        time.advance(latency.multipliedBy(Drain.LATENCIES).minusMillis(1));
        assertThat(state()).isEqualTo(DRAINING);
        time.advance(ofMillis(1));
        assertThat(state()).isEqualTo(CLOSING);
        assertThat(service.commits()).hasSize(1);
    }

    @Test
    void noise_after_the_last_words_may_get_an_empty_answer() {
        audio.speech(ofSeconds(2)).silence(ofSeconds(2)).speech(ofSeconds(3)).end();
        fixture.vad().twins().started();
        service.committed("All").timed("All", 0.5, 2.0);
        time.advance(ofSeconds(20));
        assertThat(state()).as("the answer to ours is not here").isEqualTo(DRAINING);
        service.committed("");
        time.advance(Drain.QUIET);
        assertThat(state()).isEqualTo(CLOSING);
        assertThat(service.commits()).hasSize(1);
    }

    @Test
    void noise_with_pauses_ends_when_every_possible_commit_is_answered() {
        audio.speech(ofSeconds(1)).silence(ofSeconds(2)).speech(ofSeconds(1)).end();
        fixture.vad().twins().started();
        service.committed("");
        time.advance(Drain.QUIET);
        assertThat(state()).as("may be the answer to a commit in the pause").isEqualTo(DRAINING);
        service.committed("");
        time.advance(Drain.QUIET);
        assertThat(state()).isEqualTo(CLOSING);
        assertThat(service.commits()).hasSize(1);
    }

    @Test
    void noise_that_ends_in_silence_ends_with_the_first_answer() {
        audio.speech(ofSeconds(1)).silence(ofSeconds(3)).end();
        fixture.vad().twins().started();
        service.committed("");
        time.advance(Drain.QUIET);
        assertThat(state()).isEqualTo(CLOSING);
    }

    @Test
    void audio_that_may_be_unanswered_at_the_end_is_sent_once_more() {
        audio.speech(ofSeconds(2)).silence(ofMillis(1_400)).speech(ofSeconds(1)).end();
        fixture.vad().twins().reconnects(3).started();
        service.committed("All").timed("All", 0.5, 2.0);
        time.advance(TRANSCRIPT_TIMEOUT.plus(RECONNECT_DELAY));
        assertThat(service.connects()).isEqualTo(2);
        service.answersEmpty();
        service.start();
        time.advance(Drain.QUIET);
        assertThat(state()).isEqualTo(CLOSING);
        assertThat(listener.texts()).containsExactly("All");
        assertThat(listener.sent()).containsEntry(Sending.AGAIN, ofMillis(2_400).minus(Coverage.INTO_SILENCE));
    }

    @Test
    void audio_that_may_be_unanswered_is_not_sent_again_without_reconnects() {
        audio.speech(ofSeconds(2)).silence(ofMillis(1_400)).speech(ofSeconds(1)).end();
        fixture.vad().twins().started();
        service.committed("All").timed("All", 0.5, 2.0);
        time.advance(TRANSCRIPT_TIMEOUT);
        assertThat(state()).isEqualTo(CLOSING);
    }

    @Test
    void the_last_commit_has_its_own_time_to_be_answered() {
        audio.speechAndCommit(ofSeconds(2)).speech(ofSeconds(2)).end();
        fixture.started();
        time.advance(ofSeconds(29));
        service.committed("One");
        time.advance(ofSeconds(29));
        assertThat(service.commits()).hasSize(2);
        service.committed("Two");
        time.advance(Drain.QUIET);
        assertThat(state()).isEqualTo(CLOSING);
    }

    @Test
    void an_answer_whose_last_word_is_close_to_the_end_ends_the_session() {
        audio.speech(ofSeconds(2)).silence(ofSeconds(1)).end();
        fixture.vad().twins().started();
        service.committed("All").timed("All", 0.5, 2.0);
        time.advance(Drain.QUIET);
        assertThat(state()).isEqualTo(CLOSING);
        assertThat(service.commits()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"commit_throttled", "insufficient_audio_activity", "input_error"})
    void an_error_about_the_last_commit_is_success_when_all_was_committed_before(String type) {
        audio.speech(ofSeconds(2)).silence(ofSeconds(2)).end();
        fixture.vad().started();
        service.committed("All.").error(type, "nothing to commit").closes(1000, type);
        assertThat(state()).isEqualTo(CLOSED);
        assertThat(listener.end().failure()).isEmpty();
    }

    @Test
    void an_error_about_a_manual_commit_is_a_failure() {
        audio.speechAndCommit(ofSeconds(2)).speech(ofSeconds(20)).end();
        fixture.started();
        service.committed("One.").error("commit_throttled", "too often").closes(1000, "commit_throttled");
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.COMMIT_THROTTLED);
        assertThat(listener.texts()).containsExactly("One.");
    }

    @Test
    void an_error_about_the_only_commit_is_a_failure() {
        audio.speech(ofSeconds(2)).end();
        fixture.started();
        service.error("commit_throttled", "too many").closes(1000, "commit_throttled");
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.COMMIT_THROTTLED);
    }

    @Test
    void an_error_while_words_of_a_partial_are_not_committed_is_a_failure() {
        audio.speech(ofSeconds(2)).end();
        fixture.vad().started();
        service.committed("One.").partial("two").error("insufficient_audio_activity", "");
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.INSUFFICIENT_AUDIO_ACTIVITY);
        assertThat(listener.texts()).containsExactly("One.");
    }

    @Test
    void fails_when_the_last_transcript_never_comes() {
        audio.speech(ofSeconds(2)).end();
        fixture.started();
        time.advance(TRANSCRIPT_TIMEOUT.minusMillis(1));
        assertThat(state()).isEqualTo(DRAINING);
        time.advance(ofMillis(1));
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.TRANSCRIPT_TIMEOUT);
        assertThat(listener.failure().detail()).contains("transcriptTimeout=30000");
    }

    @Test
    void a_source_without_audio_needs_no_service() {
        audio.end();
        fixture.begin();
        assertThat(state()).isEqualTo(CLOSED);
        assertThat(service.connects()).isZero();
    }

    @Test
    void an_input_error_of_long_ago_does_not_excuse_a_connection_that_breaks_before_the_last_transcript() {
        audio.speechAndCommit(ofSeconds(2));
        fixture.started();
        service.error("input_error", "odd").committed("One.");
        audio.speech(ofSeconds(5)).end();
        time.settle();
        assertThat(state()).isEqualTo(DRAINING);
        service.closes(1011, "");
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.SERVER_CLOSED);
    }
}
