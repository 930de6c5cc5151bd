package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import io.github.camelelevenlabs.stt.transport.HandshakeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change that the service refuses, or that no connection can be made for. */
class RefusedChangesTest extends ChangedHintsTestBase {

    private void refuse(ScriptedTransport next, String how) {
        switch (how) {
            case "message" -> next.accept().error("invalid_request", "Invalid language code: xx");
            case "close" -> next.accept().closes(1008, "");
            default -> next.refuse(new HandshakeException(400));
        }
    }

    @Test
    void a_next_connection_that_cannot_be_made_is_one_warning_however_often_it_is_tried() {
        try (CapturedLog log = CapturedLog.everything()) {
            speakAndPause(90);
            started();
            keyterms("Karlsson");
            for (int attempt = 1; attempt <= 3; attempt++) {
                assertThat(services).hasSize(attempt + 1);
                service(attempt).refuse(new HandshakeException(503));
                for (int second = 0; second < 11; second++) {
                    service(0).partial("word " + second);
                    time.advance(ofSeconds(1));
                }
            }
            assertThat(log.of(Connections.class))
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .startsWith("WARN session-1 could not make its next connection (");
            takesOver();
            assertThat(told(4)).isEqualTo("null/Karlsson");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "close", "handshake"})
    void a_change_that_the_service_refuses_is_taken_back_and_the_session_goes_on(String how) {
        try (CapturedLog log = CapturedLog.everything()) {
            speakAndPause(90);
            started();
            change("xx", List.of("Karlsson"), null);
            refuse(service(1), how);
            time.advance(ofSeconds(30));
            assertThat(services).hasSize(2);
            assertThat(log.of(CurrentHints.class))
                    .anyMatch(line -> line.startsWith("WARN session-1 the service refused a change"));
        }
        assertThat(service(0).isAborted()).isFalse();
        assertThat(fixture.gate.open()).isEqualTo(1);
        service(0).losesConnection();
        time.advance(ofSeconds(1));
        assertThat(told(2)).isEqualTo("null/");
    }

    @Test
    void a_value_that_was_refused_does_not_hold_up_later_changes() {
        speakAndPause(60);
        started();
        change("xx", null, null);
        refuse(service(1), "message");
        time.advance(ofSeconds(11));
        change("xx", List.of("Karlsson"), null);
        assertThat(told(2)).isEqualTo("null/Karlsson");
    }

    @Test
    void a_connection_that_fails_for_another_reason_is_tried_again_with_the_change() {
        speakAndPause(60);
        started();
        keyterms("Karlsson");
        service(1).accept().error("rate_limited", "too many sessions");
        time.advance(ofSeconds(9));
        assertThat(services).hasSize(2);
        time.advance(ofSeconds(1));
        assertThat(told(2)).isEqualTo("null/Karlsson");
    }

    @Test
    void a_change_that_is_refused_with_a_reconnect_is_taken_back_at_once() {
        speakAndPause(60);
        started();
        service(0).losesConnection();
        change("xx", null, null);
        time.advance(ofSeconds(1));
        refuse(service(1), "message");
        time.settle();
        assertThat(told(2)).isEqualTo("null/");
        service(2).start();
        assertThat(state()).isEqualTo(SessionState.STREAMING);
    }

    @Test
    void a_change_that_is_refused_only_after_the_start_is_taken_back_too() {
        speakAndPause(60);
        started();
        change("xx", null, null);
        takesOver();
        long before = service(0).audioMillis();
        refuse(service(1), "message");
        time.settle();
        assertThat(told(2)).isEqualTo("null/");
        service(2).start();
        service(2).answersEmpty();
        time.advance(ofSeconds(2));
        assertThat(state()).isEqualTo(SessionState.STREAMING);
        assertThat(before).isPositive();
    }

    @Test
    void options_that_the_service_refuses_still_end_the_session() {
        speakAndPause(10);
        begin();
        refuse(service(0), "message");
        assertThat(state()).isEqualTo(SessionState.FAILED);
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }
}
