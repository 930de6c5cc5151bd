package io.github.camelelevenlabs.stt.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.camelelevenlabs.stt.protocol.ServerEvent.Failed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Error messages of the service, in every form that was published or observed. */
class ErrorMessagesTest {

    @Test
    void an_error_is_read_with_its_type_and_text() {
        assertThat(ProtocolCodec.decode(
                        "{\"message_type\":\"commit_throttled\",\"error\":\"Commit request ignored: only"
                                + " 0.20s of uncommitted audio.\"}"))
                .isEqualTo(new Failed(
                        ErrorCode.COMMIT_THROTTLED,
                        "commit_throttled",
                        "Commit request ignored: only 0.20s of uncommitted audio."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"error\":null"})
    void an_error_of_a_known_type_needs_no_text(String text) {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"quota_exceeded\"" + text + "}"))
                .isEqualTo(new Failed(ErrorCode.QUOTA_EXCEEDED, "quota_exceeded", ""));
    }

    @Test
    void another_spelling_of_a_type_is_normalised() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"quota_exceeded_error\",\"error\":\"none left\"}"))
                .isEqualTo(new Failed(ErrorCode.QUOTA_EXCEEDED, "quota_exceeded", "none left"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message_type\":\"error\",\"error\":\"auth_error\"}",
                "{\"error\":\"auth_error\"}",
                "{\"message_type\":\"error\",\"error\":{\"type\":\"auth_error\",\"message\":\"auth_error\"}}",
                "{\"message_type\":\"error\",\"error\":{\"message\":\"auth_error\"}}"
            })
    void the_type_of_an_error_may_be_its_text(String json) {
        assertThat(ProtocolCodec.decode(json)).isEqualTo(new Failed(ErrorCode.AUTH_ERROR, "auth_error", "auth_error"));
    }

    @Test
    void an_error_may_be_an_object() {
        assertThat(ProtocolCodec.decode(
                        "{\"message_type\":\"error\",\"error\":{\"type\":\"rate_limited\",\"message\":\"slow down\"}}"))
                .isEqualTo(new Failed(ErrorCode.RATE_LIMITED, "rate_limited", "slow down"));
        assertThat(ProtocolCodec.decode("{\"message_type\":\"error\",\"error\":{\"status\":7}}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, "error", "{\"status\":7}"));
    }

    @Test
    void a_known_type_takes_precedence_over_its_text() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"rate_limited\",\"error\":\"auth_error\"}"))
                .isEqualTo(new Failed(ErrorCode.RATE_LIMITED, "rate_limited", "auth_error"));
    }

    @Test
    void error_takes_precedence_over_message_and_details() {
        assertThat(ProtocolCodec.decode(
                        "{\"message_type\":\"error\",\"details\":\"3\",\"message\":\"2\",\"error\":\"1\"}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, "error", "1"));
        assertThat(ProtocolCodec.decode("{\"message_type\":\"error\",\"details\":\"3\",\"message\":\"2\"}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, "error", "2"));
        assertThat(ProtocolCodec.decode("{\"message_type\":\"error\",\"details\":\"3\"}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, "error", "3"));
    }

    @Test
    void an_empty_error_takes_its_text_from_the_message_field() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"error\",\"error\":\"\",\"message\":\"2\"}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, "error", "2"));
    }

    @ParameterizedTest
    @CsvSource({"gpu_error, error", "sorry, error", "sorry, message", "sorry, details"})
    void an_error_of_an_unknown_type_keeps_its_type(String type, String field) {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"" + type + "\",\"" + field + "\":\"gone\"}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, type, "gone"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu_error", "minutes_exceeded"})
    void an_unknown_type_that_ends_like_an_error_is_an_error(String type) {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"" + type + "\"}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, type, ""));
    }

    @Test
    void an_error_without_a_type_is_an_error() {
        assertThat(ProtocolCodec.decode("{\"error\":\"gone\"}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, "error", "gone"));
    }
}
