package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.CLOSED;
import static io.github.camelelevenlabs.stt.session.SessionState.CLOSING;
import static io.github.camelelevenlabs.stt.session.SessionState.CONNECTING;
import static io.github.camelelevenlabs.stt.session.SessionState.DRAINING;
import static io.github.camelelevenlabs.stt.session.SessionState.FAILED;
import static io.github.camelelevenlabs.stt.session.SessionState.OPENING;
import static io.github.camelelevenlabs.stt.session.SessionState.QUEUED;
import static io.github.camelelevenlabs.stt.session.SessionState.STREAMING;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.AudioException;
import io.github.camelelevenlabs.stt.protocol.ConfigEcho;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SttSessionTest {

    private final SessionFixture fixture = new SessionFixture();
    private final ManualTime time = fixture.time;
    private final ScriptedTransport service = fixture.service;
    private final ScriptedSource audio = fixture.audio;
    private final RecordingListener heard = fixture.heard;

    @AfterEach
    void an_ended_session_leaves_nothing_behind() {
        if (fixture.session.state().isEnd()) {
            assertThat(time.timers()).isZero();
            assertThat(audio.isClosed()).isTrue();
            assertThat(heard.ends()).hasSize(1);
            assertThat(fixture.gate.open()).isZero();
        }
    }

    private SessionState state() {
        return fixture.session.state();
    }

    // What the service says of the session

    @Test
    void a_setting_that_was_understood_otherwise_is_told() {
        audio.speech(ofSeconds(1));
        fixture.asking("language_code=en&keyterms=a%20b&no_verbatim=true").begin();
        service.accept()
                .say("{\"message_type\":\"session_started\",\"session_id\":\"s1\",\"config\":{\"language_code\":null,"
                        + "\"keyterms\":[\"a b\"]}}");
        assertThat(state()).isEqualTo(STREAMING);
        assertThat(heard.differences()).containsExactly(new ConfigEcho.Difference("language_code", "en", ""));
    }

    @Test
    void a_warning_is_told_and_the_session_goes_on() {
        audio.speech(ofSeconds(1));
        fixture.started();
        service.say("{\"message_type\":\"warning\",\"warning\":\"Zero retention is for enterprises.\"}");
        assertThat(heard.warnings()).containsExactly("Zero retention is for enterprises.");
        assertThat(state()).isEqualTo(STREAMING);
    }

    // Connecting

    @Test
    void needs_no_connection_before_there_is_audio() {
        fixture.begin();
        time.advance(ofSeconds(60));
        assertThat(service.connects()).isZero();
        assertThat(state()).isEqualTo(OPENING);
        audio.speech(ofMillis(100));
        time.settle();
        assertThat(service.connects()).isEqualTo(1);
    }

    @Test
    void holds_audio_until_the_service_is_ready() {
        audio.speech(ofSeconds(1));
        fixture.begin();
        service.accept();
        time.advance(ofSeconds(9));
        assertThat(service.sent()).isEmpty();
        assertThat(state()).isEqualTo(CONNECTING);
        service.say("{\"message_type\":\"session_started\",\"session_id\":\"s1\"}");
        assertThat(service.audioMillis()).isEqualTo(1_000);
    }

    @Test
    void a_service_that_never_starts_a_session_is_given_up_after_the_connect_timeout() {
        audio.speech(ofSeconds(1));
        fixture.begin();
        service.accept();
        time.advance(ofMillis(9_999));
        assertThat(state()).isEqualTo(CONNECTING);
        time.advance(ofMillis(1));
        assertThat(state()).isEqualTo(FAILED);
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.CONNECT_TIMEOUT);
        assertThat(heard.failure().detail()).contains("connectTimeout=10000");
        assertThat(service.isAborted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "401, auth_error, false",
        "403, auth_error, false",
        "429, rate_limited, true",
        "503, resource_exhausted, true"
    })
    void a_refused_handshake_fails_by_its_status(int status, String type, boolean retryable) {
        audio.speech(ofSeconds(1));
        fixture.begin();
        service.refuse(new HandshakeException(status));
        assertThat(heard.failure().type()).isEqualTo(type);
        assertThat(heard.failure().code().verdict().isRetryable()).isEqualTo(retryable);
    }

    @Test
    void a_service_that_cannot_be_reached_is_worth_another_try() {
        audio.speech(ofSeconds(1));
        fixture.begin();
        service.refuse(new ConnectException("Connection refused"));
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.CONNECT_FAILED);
        assertThat(heard.failure().detail()).contains("Connection refused");
    }

    @Test
    void a_refused_key_is_final_and_said_once_although_the_upgrade_succeeded() {
        audio.speech(ofSeconds(1));
        fixture.begin();
        service.accept()
                .error("auth_error", "You must be authenticated to use this endpoint.")
                .closes(1000, "");
        assertThat(state()).isEqualTo(FAILED);
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.AUTH_ERROR);
        assertThat(heard.failure().detail()).isEqualTo("You must be authenticated to use this endpoint.");
        assertThat(service.connects()).isEqualTo(1);
    }

    @Test
    void a_close_reason_stands_in_for_an_error_that_was_never_sent() {
        audio.speech(ofSeconds(1));
        fixture.begin();
        service.accept().closes(1000, "unaccepted_terms");
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.UNACCEPTED_TERMS);
    }

    @Test
    void waits_for_its_turn_and_only_then_counts_the_connect_timeout() {
        SessionGate.Ticket other = fixture.gate.enter(0, () -> {});
        audio.speech(ofSeconds(1));
        fixture.maxSessions(1).begin();
        time.advance(ofSeconds(60));
        assertThat(state()).isEqualTo(QUEUED);
        other.leave();
        time.settle();
        assertThat(state()).isEqualTo(CONNECTING);
        time.advance(ofSeconds(10));
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.CONNECT_TIMEOUT);
    }

    @Test
    void a_service_that_is_ready_before_the_upgrade_is_known_is_listened_to_all_the_same() {
        audio.speech(ofSeconds(1));
        fixture.begin();
        service.say("{\"message_type\":\"session_started\",\"session_id\":\"s1\"}");
        service.accept();
        assertThat(state()).isEqualTo(STREAMING);
        assertThat(service.audioMillis()).isEqualTo(1_000);
    }

    @Test
    void a_service_that_says_twice_that_it_is_ready_is_kept_alive_once() {
        audio.speech(ofMillis(100));
        fixture.started();
        service.say("{\"message_type\":\"session_started\",\"session_id\":\"s1\"}");
        time.advance(ofSeconds(25));
        assertThat(service.sent()).hasSize(3);
        fixture.session.abort(SessionFailure.of(ErrorCode.STOPPED, ""));
        time.settle();
    }

    // Sending

    @Test
    void sends_chunks_of_the_chunk_duration() {
        audio.speech(ofMillis(250)).end();
        fixture.started();
        assertThat(service.sent())
                .filteredOn(ScriptedTransport.Sent::isAudio)
                .extracting(sent -> sent.audio().length / 32)
                .containsExactly(100, 100, 50, 100);
    }

    @Test
    void sends_no_faster_than_the_read_rate() {
        audio.speech(ofSeconds(10));
        fixture.readRate(4).started();
        time.advance(ofSeconds(1));
        assertThat(service.audioMillis()).isBetween(4_000L, 4_400L);
        time.advance(ofSeconds(1));
        assertThat(service.audioMillis()).isBetween(8_000L, 8_400L);
    }

    @Test
    void gives_previous_text_with_the_very_first_message_only() {
        audio.speech(ofMillis(300));
        fixture.previousText("as I said").started();
        assertThat(service.sent())
                .extracting(ScriptedTransport.Sent::previousText)
                .containsExactly("as I said", null, null);
    }

    @Test
    void keeps_a_quiet_connection_alive_with_empty_messages() {
        audio.speech(ofMillis(100));
        fixture.started();
        time.advance(ofMillis(9_999));
        assertThat(service.sent()).hasSize(1);
        time.advance(ofMillis(1));
        assertThat(service.sent()).hasSize(2);
        assertThat(service.sent().get(1).isAudio()).isFalse();
        time.advance(ofSeconds(20));
        assertThat(service.sent()).hasSize(4);
    }

    @Test
    void audio_puts_the_next_keepalive_off() {
        fixture.begin();
        audio.speech(ofMillis(100));
        time.settle();
        service.start();
        time.advance(ofSeconds(9));
        audio.speech(ofMillis(100));
        time.advance(ofSeconds(9));
        assertThat(service.sent()).hasSize(2);
    }

    @Test
    void reads_no_more_of_the_source_than_it_can_send_soon() {
        audio.speech(ofSeconds(60));
        fixture.readRate(1).started();
        assertThat(audio.reads()).isLessThan(8);
        time.advance(ofSeconds(10));
        assertThat(audio.reads()).isLessThan(28);
    }

    @Test
    void a_socket_that_takes_nothing_holds_the_source_back() {
        audio.speech(ofSeconds(20));
        fixture.begin();
        service.stopsReading();
        service.start();
        time.advance(ofSeconds(5));
        assertThat(service.sent()).hasSize(8);
        service.readsAgain();
        assertThat(service.audioMillis()).isEqualTo(20_000);
    }

    @Test
    void a_slow_route_slows_the_source_and_never_the_connection() {
        audio.speech(ofSeconds(2));
        fixture.started();
        for (int i = 0; i < Sender.MAX_UNDELIVERED; i++) {
            service.committed("segment " + i);
        }
        audio.speech(ofSeconds(2));
        time.advance(ofSeconds(25));
        assertThat(service.audioMillis()).isEqualTo(2_000);
        assertThat(service.sent()).filteredOn(sent -> !sent.isAudio()).hasSize(2);
        fixture.session.delivered();
        time.settle();
        assertThat(service.audioMillis()).isEqualTo(4_000);
    }

    // Committing

    @Test
    void commits_by_itself_in_the_first_pause_after_the_interval() {
        audio.speech(ofSeconds(15))
                .silence(ofSeconds(1))
                .speech(ofSeconds(8))
                .silence(ofSeconds(1))
                .speech(ofSeconds(2));
        fixture.started();
        assertThat(service.commits()).hasSize(1);
        long before = service.sent().stream()
                .takeWhile(sent -> !sent.commit())
                .mapToLong(sent -> sent.audio().length)
                .sum();
        assertThat(before / 32).isBetween(24_200L, 24_500L);
    }

    @Test
    void commits_before_thirty_seconds_even_when_nobody_pauses() {
        audio.speech(ofSeconds(100));
        fixture.started();
        assertThat(service.commits()).hasSize(1);
        assertThat(service.audioMillis()).as("waits for the first answer").isEqualTo(59_000);
        service.committed("one");
        assertThat(service.commits()).hasSize(2);
        assertThat(service.audioMillis()).isEqualTo(88_500);
        service.committed("two");
        assertThat(service.commits()).hasSize(3);
        assertThat(service.audioMillis()).isEqualTo(100_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 100, 299})
    void pads_a_recording_that_is_shorter_than_the_service_commits(int millis) {
        audio.speech(ofMillis(millis)).end();
        fixture.started();
        assertThat(service.commits()).hasSize(1);
        assertThat(service.audioMillis()).isEqualTo(350);
        service.committed("Yes.").closes(1000, "");
        assertThat(heard.texts()).containsExactly("Yes.");
        assertThat(heard.end().audioDuration()).isEqualTo(ofMillis(millis));
        assertThat(heard.end().audioSent()).isEqualTo(ofMillis(350));
    }

    @Test
    void commits_where_the_source_wants_it() {
        audio.speechAndCommit(ofMillis(850)).speech(ofMillis(500));
        fixture.started();
        assertThat(service.sent().stream().takeWhile(sent -> !sent.commit()))
                .as("chunks before the commit")
                .hasSize(9)
                .allMatch(ScriptedTransport.Sent::isAudio);
        assertThat(service.commits()).hasSize(1);
    }

    @Test
    void keeps_one_commit_outstanding_at_a_time() {
        audio.speechAndCommit(ofSeconds(1)).speechAndCommit(ofSeconds(1)).speech(ofSeconds(1));
        fixture.started();
        assertThat(service.commits()).hasSize(1);
        service.committed("one");
        assertThat(service.commits()).hasSize(2);
    }

    @Test
    void fails_when_a_commit_is_never_answered() {
        audio.speechAndCommit(ofSeconds(1));
        fixture.started();
        time.advance(ofMillis(29_999));
        assertThat(state()).isEqualTo(STREAMING);
        time.advance(ofMillis(1));
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.TRANSCRIPT_TIMEOUT);
    }

    // Listening

    @Test
    void a_commit_and_its_twin_are_one_segment_with_times() {
        audio.speech(ofSeconds(3));
        fixture.twins().started();
        service.committed("Hello");
        assertThat(heard.texts()).isEmpty();
        service.timed("Hello", 0.5, 1.25);
        assertThat(heard.texts()).containsExactly("Hello");
        assertThat(heard.segments().get(0).startTime()).contains(500L);
        assertThat(heard.segments().get(0).endTime()).contains(1_250L);
        assertThat(heard.segments().get(0).languageCode()).isEqualTo("en");
    }

    @Test
    void a_twin_that_comes_first_is_enough() {
        audio.speech(ofSeconds(3));
        fixture.twins().started();
        service.timed("Hello", 0, 1).committed("Hello");
        time.advance(ofSeconds(10));
        assertThat(heard.texts()).containsExactly("Hello");
    }

    @Test
    void a_twin_that_never_comes_is_not_waited_for_for_ever() {
        audio.speech(ofSeconds(3));
        fixture.twins().started();
        service.committed("Hello");
        time.advance(ofMillis(4_999));
        assertThat(heard.texts()).isEmpty();
        time.advance(ofMillis(1));
        assertThat(heard.texts()).containsExactly("Hello");
    }

    @Test
    void a_twin_that_nobody_asked_for_is_no_second_segment() {
        audio.speech(ofSeconds(3));
        fixture.started();
        service.committed("Hello").timed("Hello", 0, 1);
        assertThat(heard.texts()).containsExactly("Hello");
    }

    @Test
    void equal_sentences_in_a_row_are_all_delivered() {
        audio.speech(ofSeconds(3));
        fixture.twins().started();
        service.committed("Yes").timed("Yes", 0, 1).committed("Yes").timed("Yes", 2, 3);
        assertThat(heard.texts()).containsExactly("Yes", "Yes");
    }

    @Test
    void partials_are_told_without_echoes_and_repeats() {
        audio.speech(ofSeconds(3));
        fixture.started();
        service.partial("")
                .partial("the")
                .partial("the")
                .partial("the door")
                .committed("The door.")
                .partial("The door.");
        service.partial("is open");
        assertThat(heard.partials()).containsExactly("the", "the door", "is open");
    }

    @Test
    void commits_that_nobody_asked_for_are_segments_and_empty_ones_are_nothing() {
        audio.speech(ofSeconds(3));
        fixture.started();
        service.committed("One.").committed("").committed("Two.");
        assertThat(heard.texts()).containsExactly("One.", "Two.");
        assertThat(heard.segments()).extracting(segment -> segment.index()).containsExactly(0, 1);
    }

    @Test
    void a_short_word_that_is_committed_as_nothing_is_what_its_partial_was() {
        audio.speech(ofSeconds(3));
        fixture.started();
        service.partial("No").committed("").partial("No");
        assertThat(heard.texts()).containsExactly("No");
    }

    @Test
    void unknown_broken_and_dead_messages_change_nothing() {
        audio.speech(ofSeconds(3));
        fixture.started();
        service.say("{\"message_type\":\"next_year\"}")
                .say("not json")
                .say("[]")
                .say("{\"message_type\":\"warning\",\"warning\":\"slow down\"}")
                .say("{\"message_type\":\"final_transcript\",\"text\":\"dead\"}");
        assertThat(state()).isEqualTo(STREAMING);
        assertThat(heard.texts()).isEmpty();
    }

    // The end of the audio

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
        assertThat(heard.texts()).containsExactly("All of it.");
        assertThat(heard.end().failure()).isEmpty();
    }

    @Test
    void what_the_service_says_while_it_closes_is_still_heard() {
        audio.speech(ofSeconds(1)).end();
        fixture.started();
        service.committed("Nearly all.");
        time.advance(Drain.QUIET);
        service.committed("All.").closes(1000, "");
        assertThat(heard.texts()).containsExactly("Nearly all.", "All.");
    }

    @Test
    void what_waits_for_its_twin_when_the_service_skips_the_closing_handshake_is_delivered() {
        audio.speech(ofSeconds(1)).end();
        fixture.twins().started();
        service.committed("Nearly all.").timed("Nearly all.", 0, 1);
        time.advance(Drain.QUIET);
        service.committed("All.");
        time.advance(SttSession.CLOSE_WAIT);
        assertThat(state()).isEqualTo(CLOSED);
        assertThat(heard.texts()).containsExactly("Nearly all.", "All.");
    }

    @Test
    void a_complaint_after_the_last_transcript_is_in_changes_nothing() {
        audio.speech(ofSeconds(1)).end();
        fixture.started();
        service.committed("All.");
        time.advance(Drain.QUIET);
        service.error("session_time_limit_exceeded", "too long").closes(1000, "session_time_limit_exceeded");
        assertThat(state()).isEqualTo(CLOSED);
        assertThat(heard.end().failure()).isEmpty();
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
    void does_not_commit_what_is_committed_already() {
        audio.speechAndCommit(ofSeconds(1)).end();
        fixture.started();
        assertThat(service.commits()).hasSize(1);
        service.committed("All.");
        time.advance(Drain.QUIET);
        assertThat(service.commits()).hasSize(1);
        assertThat(state()).isEqualTo(CLOSING);
    }

    @Test
    void commits_of_the_services_own_are_not_taken_for_the_answer_to_the_last_one() {
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
        assertThat(heard.texts()).containsExactly("One", "Two", "Three");
        assertThat(service.commits()).hasSize(1);
    }

    @Test
    void a_doubtful_answer_is_followed_by_one_to_a_commit_of_silence() {
        audio.speech(ofSeconds(2)).silence(ofSeconds(2)).end();
        fixture.vad().started();
        service.committed("All.");
        assertThat(service.commits()).hasSize(1);
        time.advance(Drain.PATIENCE);
        assertThat(service.commits()).hasSize(2);
        time.advance(ofSeconds(5));
        assertThat(state()).isEqualTo(DRAINING);
        service.committed("");
        time.advance(Drain.QUIET);
        assertThat(state()).isEqualTo(CLOSING);
    }

    @Test
    void an_answer_whose_last_word_is_close_to_the_end_is_beyond_doubt() {
        audio.speech(ofSeconds(2)).silence(ofSeconds(1)).end();
        fixture.vad().twins().started();
        service.committed("All").timed("All", 0.5, 2.0);
        time.advance(Drain.QUIET);
        assertThat(state()).isEqualTo(CLOSING);
        assertThat(service.commits()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"commit_throttled", "insufficient_audio_activity", "input_error"})
    void complaints_about_the_last_commit_are_success_when_all_was_committed_before(String type) {
        audio.speech(ofSeconds(2)).silence(ofSeconds(2)).end();
        fixture.vad().started();
        service.committed("All.").error(type, "nothing to commit").closes(1000, type);
        assertThat(state()).isEqualTo(CLOSED);
        assertThat(heard.end().failure()).isEmpty();
    }

    @Test
    void a_complaint_where_only_we_commit_is_a_failure() {
        audio.speechAndCommit(ofSeconds(2)).speech(ofSeconds(20)).end();
        fixture.started();
        service.committed("One.").error("commit_throttled", "too often").closes(1000, "commit_throttled");
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.COMMIT_THROTTLED);
        assertThat(heard.texts()).containsExactly("One.");
    }

    @Test
    void a_complaint_about_the_only_commit_is_a_failure() {
        audio.speech(ofSeconds(2)).end();
        fixture.started();
        service.error("commit_throttled", "too many").closes(1000, "commit_throttled");
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.COMMIT_THROTTLED);
    }

    @Test
    void a_complaint_while_heard_words_are_not_committed_is_a_failure() {
        audio.speech(ofSeconds(2)).end();
        fixture.vad().started();
        service.committed("One.").partial("two").error("insufficient_audio_activity", "");
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.INSUFFICIENT_AUDIO_ACTIVITY);
        assertThat(heard.texts()).containsExactly("One.");
    }

    @Test
    void fails_when_the_last_transcript_never_comes() {
        audio.speech(ofSeconds(2)).end();
        fixture.started();
        time.advance(ofMillis(29_999));
        assertThat(state()).isEqualTo(DRAINING);
        time.advance(ofMillis(1));
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.TRANSCRIPT_TIMEOUT);
        assertThat(heard.failure().detail()).contains("transcriptTimeout=30000");
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
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.SERVER_CLOSED);
    }

    // Failures

    @Test
    void a_close_with_1000_that_we_did_not_start_is_no_success() {
        audio.speech(ofSeconds(2));
        fixture.started();
        service.closes(1000, "");
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.IDLE_TIMEOUT);
        assertThat(heard.failure().code().verdict().isRetryable()).isTrue();
    }

    @Test
    void a_lost_connection_keeps_what_was_committed() {
        audio.speech(ofSeconds(2));
        fixture.twins().started();
        service.committed("Kept.").loses();
        assertThat(heard.texts()).containsExactly("Kept.");
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.CONNECTION_LOST);
    }

    @Test
    void a_lost_connection_after_the_last_answer_is_an_end() {
        audio.speech(ofSeconds(2)).end();
        fixture.started();
        service.committed("All.").loses();
        assertThat(state()).isEqualTo(CLOSED);
    }

    @Test
    void an_error_message_explains_the_close_that_follows() {
        audio.speech(ofSeconds(2));
        fixture.started();
        service.error("quota_exceeded", "You have exceeded your quota.").loses();
        assertThat(heard.failure().type()).isEqualTo("quota_exceeded");
        assertThat(heard.failure().detail()).isEqualTo("You have exceeded your quota.");
    }

    @Test
    void an_input_error_is_survived_and_a_series_of_them_is_not() {
        audio.speech(ofSeconds(2));
        fixture.started();
        service.error("input_error", "1").error("input_error", "2").error("input_error", "3");
        assertThat(state()).isEqualTo(STREAMING);
        service.error("input_error", "4");
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.INPUT_ERROR);
    }

    @Test
    void audio_that_cannot_be_understood_fails_before_any_connection() {
        audio.breaks(new AudioException("talk.mp3 is MP3"));
        fixture.begin();
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.INVALID_AUDIO);
        assertThat(heard.failure().detail()).isEqualTo("talk.mp3 is MP3");
        assertThat(service.connects()).isZero();
    }

    @Test
    void a_source_that_breaks_in_the_middle_fails_the_session() {
        audio.speech(ofSeconds(1));
        fixture.started();
        audio.breaks(new IOException("disk gone"));
        time.settle();
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.AUDIO_SOURCE_FAILED);
        assertThat(service.isAborted()).isTrue();
    }

    @Test
    void can_be_aborted_at_any_time_and_says_so_once() {
        audio.speech(ofSeconds(1));
        fixture.started();
        SessionFailure stopped = SessionFailure.of(ErrorCode.STOPPED, "the route was stopped");
        fixture.session.abort(stopped);
        fixture.session.abort(stopped);
        time.settle();
        assertThat(heard.failure()).isEqualTo(stopped);
        service.committed("too late").closes(1000, "");
        assertThat(heard.texts()).isEmpty();
    }

    @Test
    void an_abort_while_queued_gives_the_place_up() {
        SessionGate.Ticket other = fixture.gate.enter(0, () -> {});
        audio.speech(ofSeconds(1));
        fixture.maxSessions(1).begin();
        fixture.session.abort(SessionFailure.of(ErrorCode.STOPPED, ""));
        time.settle();
        other.leave();
        time.settle();
        assertThat(service.connects()).isZero();
        assertThat(fixture.gate.open()).isZero();
    }

    @Test
    void an_answer_and_an_abort_at_once_leave_nothing_to_do() {
        audio.speechAndCommit(ofSeconds(1)).end();
        fixture.started();
        time.execute(() -> fixture.session.abort(SessionFailure.of(ErrorCode.STOPPED, "")));
        service.committed("One.");
        assertThat(state()).isEqualTo(FAILED);
        assertThat(heard.texts()).containsExactly("One.");
    }
}
