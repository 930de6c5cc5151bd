package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.BACKING_OFF;
import static io.github.camelelevenlabs.stt.session.SessionState.CONNECTING;
import static io.github.camelelevenlabs.stt.session.SessionState.FAILED;
import static io.github.camelelevenlabs.stt.session.SessionState.STREAMING;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import io.github.camelelevenlabs.stt.transport.HandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that ends before the audio is replaced, after a delay and a limited number of times. */
class ReconnectTest extends SessionTestBase {

    ReconnectTest() {
        super(new SessionFixture().reconnects(3));
    }

    // Delays and attempts

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
        audio.speech(ofSeconds(1));
        fixture.started();
        service.closes(code, reason);
        reconnect();
        assertThat(state()).isEqualTo(STREAMING);
        assertThat(service.audioMillis()).isEqualTo(1_000);
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
    void an_end_planned_by_the_service_is_followed_by_a_connection_at_once() {
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
        service.losesConnection();
        for (int seconds : new int[] {1, 2, 4}) {
            time.advance(ofSeconds(seconds).minusMillis(1));
            assertThat(state()).isEqualTo(BACKING_OFF);
            time.advance(ofMillis(1));
            assertThat(state()).isEqualTo(CONNECTING);
            service.accept().losesConnection();
        }
        assertThat(state()).isEqualTo(FAILED);
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.CONNECTION_LOST);
        assertThat(service.connects()).isEqualTo(4);
    }

    @Test
    void a_commit_that_was_answered_renews_the_budget() {
        audio.speech(ofSeconds(60));
        fixture.started();
        for (int i = 0; i < 10; i++) {
            service.committed("part " + i).losesConnection();
            reconnect();
        }
        assertThat(state()).isEqualTo(STREAMING);
    }

    @Test
    void a_connection_that_lasted_renews_the_budget() {
        audio.silence(ofMillis(500));
        fixture.started();
        for (int i = 0; i < 10; i++) {
            time.advance(Recovery.STABLE);
            service.losesConnection();
            reconnect();
        }
        assertThat(state()).isEqualTo(STREAMING);
    }

    @Test
    void an_overloaded_service_gets_a_longer_delay() {
        audio.speech(ofSeconds(2));
        fixture.begin();
        service.refuse(new HandshakeException(429));
        time.advance(ReconnectPolicy.OVERLOADED.minusMillis(1));
        assertThat(state()).isEqualTo(BACKING_OFF);
        time.advance(ofSeconds(3));
        assertThat(state()).isEqualTo(CONNECTING);
    }

    @Test
    void a_failed_session_reports_its_progress() {
        audio.speechAndCommit(ofSeconds(2)).speech(ofSeconds(1));
        fixture.reconnects(0).started();
        service.committed("Two.").losesConnection();
        assertThat(listener.end().committedThrough()).isEqualTo(ofSeconds(2));
        assertThat(listener.end().audioDuration()).isEqualTo(ofSeconds(3));
    }

    @Test
    void a_spent_token_is_replaced_once_when_a_supplier_exists() {
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
        service.answersEmpty();
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
        audio.speech(ofSeconds(1));
        fixture.started();
        service.error("chunk_size_exceeded", "too large");
        reconnect();
        assertThat(service.sent()).hasSize(40);
        assertThat(service.audioMillis()).isEqualTo(1_000);
        service.error("chunk_size_exceeded", "too large");
        assertThat(state()).isEqualTo(FAILED);
    }

    // Log messages

    @Test
    void the_end_of_an_outage_is_logged_once_however_many_attempts_it_took() {
        try (CapturedLog log = CapturedLog.everything()) {
            audio.speech(ofSeconds(3));
            fixture.started();
            service.losesConnection();
            time.advance(ofSeconds(1));
            service.accept().losesConnection();
            time.advance(ofSeconds(2));
            service.start();
            assertThat(log.of(Connections.class))
                    .containsExactly(
                            "WARN session-1 lost its connection (connection_lost: Connection reset); attempt 1 in 1000 ms,"
                                    + " 3000 ms of audio are kept",
                            "WARN session-1 could not connect to baseUrl wss://service (connection_lost: Connection reset); attempt 2 in 2000 ms,"
                                    + " 3000 ms of audio are kept",
                            "INFO session-1 connected again after 3.0 s, 3000 ms are sent again");
            service.committed("").losesConnection();
            time.advance(ofMillis(1_000));
            service.start();
            assertThat(log.of(Connections.class))
                    .last()
                    .isEqualTo("INFO session-1 connected again after 1.0 s, 1300 ms are sent again");
        }
    }

    @Test
    void the_end_of_an_outage_is_logged_with_the_audio_given_up() {
        try (CapturedLog log = CapturedLog.everything()) {
            audio.live().speech(ofSeconds(2));
            fixture.started();
            service.losesConnection();
            audio.speech(ofSeconds(78));
            time.settle();
            reconnect();
            assertThat(log.of(Connections.class))
                    .last()
                    .isEqualTo(
                            "INFO session-1 connected again after 1.0 s, 0 ms are sent again, 20000 ms were given up");
        }
    }

    @Test
    void a_connection_made_at_the_first_attempt_ends_no_outage() {
        try (CapturedLog log = CapturedLog.everything()) {
            audio.speech(ofSeconds(3));
            fixture.started();
            assertThat(log.of(Connections.class)).isEmpty();
        }
    }

    // Live sources

    @Test
    void a_live_source_is_read_during_an_outage() {
        audio.live().speech(ofSeconds(2));
        fixture.started();
        service.answersEmpty();
        service.losesConnection();
        audio.speech(ofSeconds(20));
        time.settle();
        reconnect();
        assertThat(service.audioMillis()).isEqualTo(22_000);
    }

    @Test
    void an_outage_beyond_the_replay_limit_costs_the_oldest_audio_and_keeps_the_times_right() {
        audio.live().speech(ofSeconds(2));
        fixture.twins().started();
        service.losesConnection();
        audio.speech(ofSeconds(78));
        time.settle();
        reconnect();
        service.committed("First kept").timed("First kept", 0, 1);
        assertThat(listener.segments().get(0).startTime()).contains(20_000L);
        fixture.session.abort(SessionFailure.of(ErrorCode.STOPPED, ""));
        time.settle();
        assertThat(listener.end().givenUp()).isEqualTo(ofSeconds(20));
    }

    @Test
    void a_source_that_can_wait_waits_and_loses_nothing() {
        audio.speech(ofSeconds(100));
        fixture.readRate(4).started();
        time.advance(ofSeconds(1));
        service.losesConnection();
        int reads = audio.reads();
        time.advance(ofMillis(900));
        assertThat(audio.reads()).isEqualTo(reads);
        assertThat(state()).isEqualTo(BACKING_OFF);
    }
}
