package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.BACKING_OFF;
import static io.github.camelelevenlabs.stt.session.SessionState.CLOSING;
import static io.github.camelelevenlabs.stt.session.SessionState.CONNECTING;
import static io.github.camelelevenlabs.stt.session.SessionState.DRAINING;
import static io.github.camelelevenlabs.stt.session.SessionState.FAILED;
import static io.github.camelelevenlabs.stt.session.SessionState.STREAMING;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionListener.Sending;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that ends before the audio does is followed by another, which gets what no commit has covered. */
class ReconnectTest {

    private final SessionFixture fixture = new SessionFixture().reconnects(3);
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

    private void reconnect() {
        time.advance(ofSeconds(1));
        service.start();
    }

    // What is sent again

    @Test
    void everything_is_sent_again_when_nothing_was_committed() {
        audio.speech(ofSeconds(3));
        fixture.started();
        service.loses();
        assertThat(state()).isEqualTo(BACKING_OFF);
        reconnect();
        assertThat(service.connects()).isEqualTo(2);
        assertThat(service.audioMillis()).isEqualTo(3_000);
    }

    @Test
    void what_is_sent_is_counted_by_whether_it_was_sent_before() {
        audio.speech(ofMillis(1_100)).end();
        fixture.started();
        service.loses();
        reconnect();
        service.committed("One").closes(1000, "");
        assertThat(heard.sent())
                .containsEntry(Sending.FIRST, ofMillis(1_100))
                .containsEntry(Sending.AGAIN, ofMillis(1_100));
        assertThat(heard.end().audioSent())
                .isEqualTo(heard.sent().values().stream().reduce(Duration.ZERO, Duration::plus));
        assertThat(heard.end().audioReplayed()).isEqualTo(ofMillis(1_100));
    }

    @Test
    void what_a_commit_of_ours_covers_is_never_sent_again() {
        audio.speechAndCommit(ofSeconds(2)).speech(ofSeconds(1));
        fixture.started();
        service.committed("Two seconds.").loses();
        reconnect();
        assertThat(service.audioMillis()).isEqualTo(1_000);
        assertThat(heard.texts()).containsExactly("Two seconds.");
    }

    @Test
    void a_commit_of_the_services_own_covers_what_its_last_word_reaches() {
        audio.speech(ofSeconds(1)).silence(ofSeconds(2)).speech(ofSeconds(1));
        fixture.vad().twins().started();
        service.committed("One").timed("One", 0.1, 1.0).loses();
        reconnect();
        assertThat(service.audioMillis()).as("from a little behind the word").isEqualTo(4_000 - 1_150);
    }

    @Test
    void a_commit_without_word_times_covers_what_lies_before_the_pause() {
        audio.speech(ofSeconds(1)).silence(ofSeconds(2)).speech(ofSeconds(1));
        fixture.vad().started();
        service.committed("One").loses();
        reconnect();
        assertThat(service.audioMillis()).isCloseTo(3_000, within(100L));
    }

    @Test
    void an_answer_that_leaves_speech_out_covers_only_its_words() {
        audio.speech(ofSeconds(1)).silence(ofSeconds(1)).speechAndCommit(ofSeconds(2));
        fixture.twins().started();
        service.committed("One").timed("One", 0.1, 1.0).loses();
        reconnect();
        assertThat(service.audioMillis())
                .as("the answer was to a commit that the service had made")
                .isEqualTo(2_850);
    }

    @Test
    void a_commit_whose_answer_was_lost_is_made_again() {
        audio.speechAndCommit(ofSeconds(2)).end();
        fixture.started();
        assertThat(service.commits()).hasSize(1);
        service.loses();
        reconnect();
        assertThat(service.audioMillis()).isEqualTo(2_000);
        assertThat(service.commits()).hasSize(1);
        service.committed("Once.");
        time.advance(Drain.QUIET);
        assertThat(state()).isEqualTo(CLOSING);
        assertThat(heard.texts()).containsExactly("Once.");
    }

    @Test
    void a_commit_whose_twin_was_lost_is_made_again_and_told_once() {
        audio.speechAndCommit(ofSeconds(2)).speech(ofSeconds(1));
        fixture.twins().started();
        service.committed("Once").loses();
        assertThat(heard.texts()).isEmpty();
        reconnect();
        assertThat(service.audioMillis()).isEqualTo(3_000);
        service.committed("Once").timed("Once", 0.5, 1.5);
        assertThat(heard.texts()).containsExactly("Once");
    }

    @Test
    void the_last_words_are_the_context_of_the_next_connection() {
        audio.speechAndCommit(ofSeconds(2)).speech(ofSeconds(1));
        fixture.previousText("before").started();
        assertThat(service.sent().get(0).previousText()).isEqualTo("before");
        service.committed("The second door on the left leads to the room that nobody uses any more")
                .loses();
        reconnect();
        assertThat(service.sent().get(0).previousText()).isEqualTo("left leads to the room that nobody uses any more");
        assertThat(service.sent().get(1).previousText()).isNull();
    }

    @Test
    void times_run_on_the_sources_clock_over_connections_and_padding() {
        audio.speechAndCommit(ofMillis(200)).speechAndCommit(ofSeconds(1)).speech(ofSeconds(1));
        fixture.twins().started();
        service.committed("A").timed("A", 0, 0.2);
        service.committed("B").timed("B", 0.45, 1.35);
        assertThat(heard.segments().get(1).startTime())
                .as("0.15 s of padding lie before")
                .contains(300L);
        service.loses();
        reconnect();
        service.committed("C").timed("C", 0.5, 0.9);
        assertThat(heard.segments().get(2).startTime()).contains(1_700L);
    }

    @Test
    void a_replay_is_no_faster_than_the_read_rate() {
        audio.speech(ofSeconds(20));
        fixture.readRate(4).started();
        time.advance(ofSeconds(4));
        service.loses();
        reconnect();
        time.advance(ofSeconds(1));
        assertThat(service.audioMillis()).isBetween(4_000L, 4_400L);
    }

    @Test
    void a_connection_lost_while_draining_is_replaced_and_drained_again() {
        audio.speech(ofSeconds(2)).end();
        fixture.started();
        assertThat(state()).isEqualTo(DRAINING);
        service.loses();
        reconnect();
        assertThat(state()).isEqualTo(DRAINING);
        service.committed("All.");
        time.advance(Drain.QUIET);
        service.closes(1000, "");
        assertThat(heard.texts()).containsExactly("All.");
        assertThat(heard.end().failure()).isEmpty();
        assertThat(heard.end().reconnects()).isEqualTo(1);
        assertThat(heard.end().audioDuration()).isEqualTo(ofSeconds(2));
        assertThat(heard.end().audioSent()).isEqualTo(ofSeconds(4));
    }

    @Test
    void a_late_word_of_the_old_connection_is_not_heard() {
        audio.speech(ofSeconds(2));
        fixture.started();
        service.loses();
        service.committed("Too late.").closes(1000, "");
        assertThat(heard.texts()).isEmpty();
        assertThat(state()).isEqualTo(BACKING_OFF);
    }

    @Test
    void a_last_commit_refused_while_the_services_own_is_on_its_way_is_no_end() {
        audio.speech(ofSeconds(1))
                .silence(ofSeconds(2))
                .speech(ofSeconds(1))
                .silence(ofMillis(1_700))
                .end();
        fixture.vad().twins().started();
        service.committed("One").timed("One", 0.1, 1.0);
        service.error("commit_throttled", "only 0.1s of uncommitted audio");
        time.settle();
        service.start();
        assertThat(service.audioMillis())
                .as("and silence, so that this commit has enough")
                .isEqualTo(4_550 + 450);
        service.committed("Two").timed("Two", 1.9, 2.9).committed("");
        time.advance(Drain.QUIET);
        assertThat(heard.texts()).containsExactly("One", "Two");
        assertThat(state()).isEqualTo(CLOSING);
    }

    @Test
    void half_an_answer_and_then_silence_is_asked_for_again_and_told_once() {
        audio.speech(ofSeconds(1)).silence(ofSeconds(2)).speech(ofSeconds(1));
        fixture.vad().twins().started();
        service.committed("One");
        time.advance(TwinPairing.TWIN_WAIT);
        assertThat(heard.texts()).isEmpty();
        reconnect();
        assertThat(service.audioMillis()).isEqualTo(4_000);
        service.committed("One").timed("One", 0.1, 1.0);
        assertThat(heard.texts()).containsExactly("One");
    }

    // When

    @ParameterizedTest
    @CsvSource({
        "1000, ''",
        "1000, commit_throttled",
        "1001, ''",
        "1011, ''",
        "1012, ''",
        "1013, ''",
        "1000, session_time_limit_exceeded",
        "1000, insufficient_audio_activity"
    })
    void every_end_that_is_not_final_leads_to_another_connection(int code, String reason) {
        audio.speech(ofSeconds(2));
        fixture.started();
        service.closes(code, reason);
        reconnect();
        assertThat(state()).isEqualTo(STREAMING);
        assertThat(service.audioMillis()).isEqualTo(2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth_error", "invalid_request", "unaccepted_terms", "quota_exceeded"})
    void a_final_error_is_not_tried_again(String type) {
        audio.speech(ofSeconds(2));
        fixture.started();
        service.error(type, "no");
        assertThat(state()).isEqualTo(FAILED);
        assertThat(service.connects()).isEqualTo(1);
    }

    @Test
    void an_end_that_the_service_sets_is_followed_at_once() {
        audio.speech(ofSeconds(2));
        fixture.started();
        service.error("session_time_limit_exceeded", "time is up");
        time.settle();
        assertThat(state()).isEqualTo(CONNECTING);
    }

    @Test
    void waits_double_until_the_budget_is_spent() {
        audio.speech(ofSeconds(2));
        fixture.started();
        service.loses();
        for (int seconds : new int[] {1, 2, 4}) {
            time.advance(ofSeconds(seconds).minusMillis(1));
            assertThat(state()).isEqualTo(BACKING_OFF);
            time.advance(ofMillis(1));
            assertThat(state()).isEqualTo(CONNECTING);
            service.accept().loses();
        }
        assertThat(state()).isEqualTo(FAILED);
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.CONNECTION_LOST);
        assertThat(service.connects()).isEqualTo(4);
    }

    @Test
    void a_commit_that_was_answered_renews_the_budget() {
        audio.speech(ofSeconds(60));
        fixture.started();
        for (int i = 0; i < 10; i++) {
            service.committed("part " + i).loses();
            reconnect();
        }
        assertThat(state()).isEqualTo(STREAMING);
    }

    @Test
    void a_connection_that_stood_renews_the_budget() {
        audio.silence(ofSeconds(1));
        fixture.started();
        for (int i = 0; i < 10; i++) {
            time.advance(SttSession.STABLE);
            service.loses();
            reconnect();
        }
        assertThat(state()).isEqualTo(STREAMING);
    }

    @Test
    void an_overloaded_service_is_left_alone_for_longer() {
        audio.speech(ofSeconds(2));
        fixture.begin();
        service.refuse(new HandshakeException(429));
        time.advance(ReconnectPolicy.OVERLOADED.minusMillis(1));
        assertThat(state()).isEqualTo(BACKING_OFF);
        time.advance(ofSeconds(3));
        assertThat(state()).isEqualTo(CONNECTING);
    }

    @Test
    void a_failed_session_says_how_far_it_came() {
        audio.speechAndCommit(ofSeconds(2)).speech(ofSeconds(1));
        fixture.reconnects(0).started();
        service.committed("Two.").loses();
        assertThat(heard.end().committedThrough()).isEqualTo(ofSeconds(2));
        assertThat(heard.end().audioDuration()).isEqualTo(ofSeconds(3));
    }

    @Test
    void a_spent_token_is_replaced_once_where_there_are_new_ones() {
        audio.speech(ofSeconds(2));
        fixture.freshCredentials().begin();
        service.accept().error("auth_error", "spent");
        time.advance(ofSeconds(1));
        assertThat(state()).isEqualTo(CONNECTING);
        service.accept().error("auth_error", "spent");
        assertThat(state()).isEqualTo(FAILED);
    }

    @Test
    void an_overflow_halves_the_rate_down_to_real_time() {
        audio.speech(ofSeconds(600));
        fixture.readRate(4).started();
        service.error("queue_overflow", "too fast");
        reconnect();
        time.advance(ofSeconds(8));
        assertThat(service.audioMillis()).isBetween(16_000L, 16_400L);
        service.error("queue_overflow", "too fast");
        time.advance(ofSeconds(2));
        service.start();
        time.advance(ofSeconds(8));
        assertThat(service.audioMillis()).isBetween(8_000L, 8_400L);
    }

    @Test
    void chunks_that_are_too_large_are_split_once() {
        audio.speech(ofSeconds(2));
        fixture.started();
        service.error("chunk_size_exceeded", "too large");
        reconnect();
        assertThat(service.sent()).hasSize(80);
        assertThat(service.audioMillis()).isEqualTo(2_000);
        service.error("chunk_size_exceeded", "too large");
        assertThat(state()).isEqualTo(FAILED);
    }

    // Watchdogs

    @Test
    void an_attempt_that_takes_too_long_is_given_up() {
        audio.speech(ofSeconds(1));
        fixture.begin();
        time.advance(ofSeconds(10));
        assertThat(state()).isEqualTo(BACKING_OFF);
        assertThat(service.isGivenUp()).isTrue();
    }

    @Test
    void no_more_than_five_seconds_are_sent_that_the_service_has_not_read() {
        audio.speech(ofSeconds(20));
        service.goesDeaf();
        fixture.started();
        assertThat(service.audioMillis()).isEqualTo(5_000);
        service.pongs();
        assertThat(service.audioMillis())
                .as("the first ping went before all audio")
                .isEqualTo(5_000);
        service.pongs();
        assertThat(service.audioMillis()).isEqualTo(10_000);
    }

    @Test
    void a_service_that_answers_no_ping_and_talks_gets_its_audio() {
        audio.speech(ofSeconds(20));
        service.goesDeaf();
        fixture.started();
        time.advance(ofSeconds(9));
        service.partial("one");
        time.advance(ofSeconds(1));
        assertThat(state()).isEqualTo(STREAMING);
        assertThat(service.audioMillis()).isEqualTo(20_000);
    }

    @Test
    void a_socket_that_answers_no_ping_is_a_lost_connection() {
        audio.silence(ofSeconds(1));
        fixture.started();
        service.goesDeaf();
        time.advance(ofSeconds(20));
        assertThat(state()).isEqualTo(BACKING_OFF);
    }

    @Test
    void a_service_that_is_mute_while_it_hears_speech_has_stalled() {
        audio.speech(ofSeconds(60));
        fixture.readRate(1).started();
        service.partial("hello");
        time.advance(ofSeconds(21));
        assertThat(service.connects()).isEqualTo(2);
    }

    @Test
    void a_service_that_is_mute_while_nobody_speaks_is_fine() {
        audio.silence(ofSeconds(60));
        fixture.readRate(1).started();
        time.advance(ofSeconds(29));
        assertThat(service.connects()).isEqualTo(1);
        assertThat(state()).isEqualTo(STREAMING);
    }

    @Test
    void a_commit_that_is_not_answered_is_made_again_once() {
        audio.speechAndCommit(ofSeconds(2));
        fixture.started();
        time.advance(ofSeconds(31));
        assertThat(service.connects()).isEqualTo(2);
        service.start();
        assertThat(service.commits()).hasSize(1);
        time.advance(ofSeconds(30));
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.TRANSCRIPT_TIMEOUT);
    }

    // Live sources

    @Test
    void a_live_source_is_heard_through_an_outage() {
        audio.live().speech(ofSeconds(2));
        fixture.started();
        service.loses();
        audio.speech(ofSeconds(20));
        time.settle();
        reconnect();
        assertThat(service.audioMillis()).isEqualTo(22_000);
    }

    @Test
    void an_outage_beyond_the_replay_limit_costs_the_oldest_audio_and_keeps_the_times_right() {
        audio.live().speech(ofSeconds(2));
        fixture.twins().started();
        service.loses();
        audio.speech(ofSeconds(78));
        time.settle();
        reconnect();
        service.committed("First kept").timed("First kept", 0, 1);
        assertThat(heard.segments().get(0).startTime()).contains(20_000L);
        fixture.session.abort(SessionFailure.of(ErrorCode.STOPPED, ""));
        time.settle();
        assertThat(heard.end().givenUp()).isEqualTo(ofSeconds(20));
    }

    @Test
    void a_source_that_can_wait_waits_and_loses_nothing() {
        audio.speech(ofSeconds(100));
        fixture.readRate(4).started();
        time.advance(ofSeconds(1));
        service.loses();
        int reads = audio.reads();
        time.advance(ofMillis(900));
        assertThat(audio.reads()).isEqualTo(reads);
        assertThat(state()).isEqualTo(BACKING_OFF);
    }

    // Rotation

    private void speakAndPause(int seconds) {
        for (int second = 0; second < seconds; second += 2) {
            audio.speech(ofMillis(1_600)).silence(ofMillis(400));
        }
    }

    @Test
    void a_connection_is_replaced_in_a_pause_before_it_is_too_old() {
        speakAndPause(60);
        fixture.twins().maxSessionDuration(ofSeconds(20)).readRate(1).started();
        time.advance(ofSeconds(16));
        assertThat(service.connects())
                .as("the next one is made while this one works")
                .isEqualTo(2);
    }

    @Test
    void rotation_waits_for_what_was_sent_to_be_answered() {
        RotatingService services = new RotatingService();
        speakAndPause(60);
        fixture.session = services.session(fixture, ofSeconds(20));
        services.runUntilRotated();
        assertThat(services.secondStartsAt()).isEqualTo(services.firstCommittedAt());
    }

    /** Two connections at once, each with its own transport. */
    private final class RotatingService {
        private final ScriptedTransport first = new ScriptedTransport(time);
        private final ScriptedTransport second = new ScriptedTransport(time);

        SttSession session(SessionFixture around, Duration maxAge) {
            Transport both = (upgrade, receiver) ->
                    first.connects() == 0 ? first.connect(upgrade, receiver) : second.connect(upgrade, receiver);
            return around.twins().maxSessionDuration(maxAge).readRate(1).begin(both);
        }

        void runUntilRotated() {
            first.start();
            first.partial("speech");
            time.advance(ofSeconds(16));
            first.partial("more speech");
            second.start();
            time.advance(ofSeconds(2));
            assertThat(first.commits()).hasSize(1);
            assertThat(second.sent()).isEmpty();
            first.committed("before").timed("before", 0, 17.6);
            time.advance(ofMillis(200));
            assertThat(second.sent()).isNotEmpty();
            assertThat(first.isAborted()).isTrue();
        }

        long firstCommittedAt() {
            return first.audioMillis();
        }

        long secondStartsAt() {
            second.committed("after").timed("after", 0, 0.1);
            return heard.segments().get(1).startTime().orElseThrow();
        }
    }
}
