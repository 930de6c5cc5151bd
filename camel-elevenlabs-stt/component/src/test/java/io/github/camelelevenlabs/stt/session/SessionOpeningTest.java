package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.CONNECTING;
import static io.github.camelelevenlabs.stt.session.SessionState.FAILED;
import static io.github.camelelevenlabs.stt.session.SessionState.OPENING;
import static io.github.camelelevenlabs.stt.session.SessionState.QUEUED;
import static io.github.camelelevenlabs.stt.session.SessionState.STREAMING;
import static io.github.camelelevenlabs.stt.session.TestSettings.CONNECT_TIMEOUT;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ConfigEcho;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.transport.HandshakeException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A session connects when it has audio, and streams after {@code session_started}. */
class SessionOpeningTest extends SessionTestBase {

    SessionOpeningTest() {
        super(new SessionFixture());
    }

    // Settings and warnings of the service

    @Test
    void a_setting_that_was_echoed_with_another_value_is_reported() {
        audio.speech(ofSeconds(1));
        fixture.query("language_code=en&keyterms=a%20b&no_verbatim=true").begin();
        service.accept()
                .message(
                        "{\"message_type\":\"session_started\",\"session_id\":\"s1\",\"config\":{\"language_code\":null,"
                                + "\"keyterms\":[\"a b\"]}}");
        assertThat(state()).isEqualTo(STREAMING);
        assertThat(listener.differences()).containsExactly(new ConfigEcho.Difference("language_code", "en", ""));
    }

    @Test
    void a_warning_is_reported_and_the_session_goes_on() {
        audio.speech(ofSeconds(1));
        fixture.started();
        service.message("{\"message_type\":\"warning\",\"warning\":\"Zero retention is for enterprises.\"}");
        assertThat(listener.warnings()).containsExactly("Zero retention is for enterprises.");
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
        service.message("{\"message_type\":\"session_started\",\"session_id\":\"s1\"}");
        assertThat(service.audioMillis()).isEqualTo(1_000);
    }

    @Test
    void a_service_that_never_starts_a_session_fails_after_the_connect_timeout() {
        audio.speech(ofSeconds(1));
        fixture.begin();
        service.accept();
        time.advance(CONNECT_TIMEOUT.minusMillis(1));
        assertThat(state()).isEqualTo(CONNECTING);
        time.advance(ofMillis(1));
        assertThat(state()).isEqualTo(FAILED);
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.CONNECT_TIMEOUT);
        assertThat(listener.failure().detail()).contains("connectTimeout=10000");
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
        assertThat(listener.failure().type()).isEqualTo(type);
        assertThat(listener.failure().code().verdict().isRetryable()).isEqualTo(retryable);
    }

    @Test
    void an_unreachable_service_is_retried() {
        audio.speech(ofSeconds(1));
        fixture.begin();
        service.refuse(new ConnectException("Connection refused"));
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.CONNECT_FAILED);
        assertThat(listener.failure().detail()).contains("Connection refused");
    }

    @Test
    void a_refused_key_is_final_and_reported_once_although_the_upgrade_succeeded() {
        audio.speech(ofSeconds(1));
        fixture.begin();
        service.accept()
                .error("auth_error", "You must be authenticated to use this endpoint.")
                .closes(1000, "");
        assertThat(state()).isEqualTo(FAILED);
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.AUTH_ERROR);
        assertThat(listener.failure().detail()).isEqualTo("You must be authenticated to use this endpoint.");
        assertThat(service.connects()).isEqualTo(1);
    }

    @Test
    void a_close_reason_replaces_an_error_message_that_was_never_sent() {
        audio.speech(ofSeconds(1));
        fixture.begin();
        service.accept().closes(1000, "unaccepted_terms");
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.UNACCEPTED_TERMS);
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
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.CONNECT_TIMEOUT);
    }

    @Test
    void a_session_start_before_the_upgrade_completes_is_accepted() {
        audio.speech(ofSeconds(1));
        fixture.begin();
        service.message("{\"message_type\":\"session_started\",\"session_id\":\"s1\"}");
        service.accept();
        assertThat(state()).isEqualTo(STREAMING);
        assertThat(service.audioMillis()).isEqualTo(1_000);
    }

    @Test
    void a_second_session_start_does_not_double_the_keepalives() {
        audio.speech(ofMillis(100));
        fixture.started();
        service.message("{\"message_type\":\"session_started\",\"session_id\":\"s1\"}");
        time.advance(ofSeconds(25));
        assertThat(service.sent()).hasSize(3);
        fixture.session.abort(SessionFailure.of(ErrorCode.STOPPED, ""));
        time.settle();
    }
}
