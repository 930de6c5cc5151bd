package io.github.camelelevenlabs.stt.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodeTest {

    @ParameterizedTest
    @CsvSource({
        "auth_error, GIVE_UP",
        "invalid_request, GIVE_UP",
        "unaccepted_terms, GIVE_UP",
        "quota_exceeded, GIVE_UP",
        "commit_throttled, RECONNECT",
        "rate_limited, WAIT",
        "resource_exhausted, WAIT",
        "queue_overflow, BACK_OFF",
        "session_time_limit_exceeded, RECONNECT",
        "insufficient_audio_activity, RECONNECT",
        "input_error, CARRY_ON",
        "chunk_size_exceeded, ONCE_MORE",
        "transcriber_error, BACK_OFF",
        "error, BACK_OFF"
    })
    void every_error_of_the_service_has_its_verdict(String type, Verdict verdict) {
        ErrorCode code = ErrorCode.ofType(type).orElseThrow();
        assertThat(code.type()).isEqualTo(type);
        assertThat(code.verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "unaccepted_terms_error, UNACCEPTED_TERMS",
        "quota_exceeded_error, QUOTA_EXCEEDED",
        "payment_issue, QUOTA_EXCEEDED",
        "payment_issue_error, QUOTA_EXCEEDED",
        "scribe_throttled_error, COMMIT_THROTTLED",
        "rate_limit_exceeded, RATE_LIMITED"
    })
    void spellings_seen_in_the_field_are_known(String type, ErrorCode code) {
        assertThat(ErrorCode.ofType(type)).contains(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "warning",
                "AUTH_ERROR",
                "connection_lost",
                "idle_timeout",
                "client_error",
                "stopped",
                "superseded",
                "repository_failed",
                "decoder_missing"
            })
    void errors_that_the_service_never_sends_are_not_accepted_from_it(String type) {
        assertThat(ErrorCode.ofType(type)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "INVALID_AUDIO",
                "DECODER_MISSING",
                "AUDIO_SOURCE_FAILED",
                "STOPPED",
                "SUPERSEDED",
                "REPOSITORY_FAILED",
                "CLIENT_ERROR"
            })
    void errors_of_the_audio_or_the_client_are_not_of_the_service(ErrorCode code) {
        assertThat(code.isOfService()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"AUTH_ERROR", "INPUT_ERROR", "ERROR", "HANDSHAKE_REFUSED", "CONNECTION_LOST", "TRANSCRIPT_TIMEOUT"
            })
    void errors_of_the_service_or_its_connection_are_of_the_service(ErrorCode code) {
        assertThat(code.isOfService()).isTrue();
    }

    @Test
    void every_spelling_stands_for_one_error() {
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::type)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST, false",
        "401, AUTH_ERROR, false",
        "402, QUOTA_EXCEEDED, false",
        "403, AUTH_ERROR, false",
        "404, HANDSHAKE_REFUSED, false",
        "422, INVALID_REQUEST, false",
        "426, HANDSHAKE_REFUSED, false",
        "302, HANDSHAKE_REFUSED, false",
        "200, HANDSHAKE_REFUSED, false",
        "408, CONNECT_FAILED, true",
        "429, RATE_LIMITED, true",
        "500, CONNECT_FAILED, true",
        "502, CONNECT_FAILED, true",
        "503, RESOURCE_EXHAUSTED, true",
        "504, CONNECT_FAILED, true",
        "599, CONNECT_FAILED, true"
    })
    void a_refused_handshake_is_known_by_its_status(int status, ErrorCode code, boolean retryable) {
        assertThat(ErrorCode.ofStatus(status)).isEqualTo(code);
        assertThat(code.verdict().isRetryable()).isEqualTo(retryable);
    }

    @ParameterizedTest
    @CsvSource({
        "101, HANDSHAKE_REFUSED, false",
        "302, HANDSHAKE_REFUSED, false",
        "401, HANDSHAKE_REFUSED, false",
        "403, HANDSHAKE_REFUSED, false",
        "407, HANDSHAKE_REFUSED, false",
        "408, CONNECT_FAILED, true",
        "429, CONNECT_FAILED, true",
        "502, CONNECT_FAILED, true",
        "503, CONNECT_FAILED, true"
    })
    void a_refusal_by_a_proxy_is_no_refusal_of_the_key(int status, ErrorCode code, boolean retryable) {
        assertThat(ErrorCode.ofProxyStatus(status)).isEqualTo(code);
        assertThat(code.verdict().isRetryable()).isEqualTo(retryable);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, '', IDLE_TIMEOUT, true",
        "1000, commit_throttled, COMMIT_THROTTLED, true",
        "1000, unaccepted_terms, UNACCEPTED_TERMS, false",
        "1000, insufficient_audio_activity, INSUFFICIENT_AUDIO_ACTIVITY, true",
        "1000, quota_exceeded, QUOTA_EXCEEDED, false",
        "1000, payment_issue, QUOTA_EXCEEDED, false",
        "1008, payment_issue, QUOTA_EXCEEDED, false",
        "1000, bye, IDLE_TIMEOUT, true",
        "1008, invalid_request, INVALID_REQUEST, false",
        "1008, rate_limited, RATE_LIMITED, true",
        "1008, '', POLICY_VIOLATION, false",
        "1008, no, POLICY_VIOLATION, false",
        "1009, '', CHUNK_SIZE_EXCEEDED, true",
        "1001, '', SERVER_CLOSED, true",
        "1011, '', SERVER_CLOSED, true",
        "1012, '', SERVER_CLOSED, true",
        "1013, '', SERVER_CLOSED, true",
        "1011, transcriber_error, TRANSCRIBER_ERROR, true",
        "1005, '', CONNECTION_LOST, true",
        "1006, '', CONNECTION_LOST, true",
        "4000, '', SERVER_CLOSED, true"
    })
    void a_close_is_classified_by_its_reason_and_then_by_its_code(
            int closeCode, String reason, ErrorCode code, boolean retryable) {
        assertThat(ErrorCode.ofClose(closeCode, reason)).isEqualTo(code);
        assertThat(code.verdict().isRetryable()).isEqualTo(retryable);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void only_complaints_about_too_little_audio_can_mean_that_all_was_committed(ErrorCode code) {
        boolean complaint = code == ErrorCode.COMMIT_THROTTLED
                || code == ErrorCode.INSUFFICIENT_AUDIO_ACTIVITY
                || code == ErrorCode.INPUT_ERROR;
        assertThat(code.endsDraining()).isEqualTo(complaint);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTH_ERROR", "INVALID_REQUEST", "UNACCEPTED_TERMS", "QUOTA_EXCEEDED"})
    void errors_that_only_the_user_can_correct_contain_advice(ErrorCode code) {
        assertThat(code.advice()).isNotBlank();
    }

    @Test
    void a_session_that_another_process_has_is_lost_for_good_and_one_whose_store_is_away_is_not() {
        assertThat(ErrorCode.SUPERSEDED.verdict().isRetryable()).isFalse();
        assertThat(ErrorCode.REPOSITORY_FAILED.verdict().isRetryable()).isTrue();
        assertThat(ErrorCode.REPOSITORY_FAILED.advice()).isNotBlank();
    }
}
