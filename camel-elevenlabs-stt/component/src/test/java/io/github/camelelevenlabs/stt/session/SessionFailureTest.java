package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.CLOSED;
import static io.github.camelelevenlabs.stt.session.SessionState.FAILED;
import static io.github.camelelevenlabs.stt.session.SessionState.STREAMING;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderMissingException;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The failures that end a session without reconnects. */
class SessionFailureTest extends SessionTestBase {

    SessionFailureTest() {
        super(new SessionFixture());
    }

    @Test
    void a_close_with_1000_that_we_did_not_start_is_no_success() {
        audio.speech(ofSeconds(2));
        fixture.started();
        service.closes(1000, "");
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.IDLE_TIMEOUT);
        assertThat(listener.failure().code().verdict().isRetryable()).isTrue();
    }

    @Test
    void a_lost_connection_keeps_the_committed_text() {
        audio.speech(ofSeconds(2));
        fixture.twins().started();
        service.committed("Kept.").losesConnection();
        assertThat(listener.texts()).containsExactly("Kept.");
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.CONNECTION_LOST);
    }

    @Test
    void a_lost_connection_after_the_last_answer_is_an_end() {
        audio.speech(ofSeconds(2)).end();
        fixture.started();
        service.committed("All.").losesConnection();
        assertThat(state()).isEqualTo(CLOSED);
    }

    @Test
    void an_error_message_explains_the_close_that_follows() {
        audio.speech(ofSeconds(2));
        fixture.started();
        service.error("quota_exceeded", "You have exceeded your quota.").losesConnection();
        assertThat(listener.failure().type()).isEqualTo("quota_exceeded");
        assertThat(listener.failure().detail()).isEqualTo("You have exceeded your quota.");
    }

    @Test
    void an_input_error_is_survived_and_a_series_of_them_is_not() {
        audio.speech(ofSeconds(2));
        fixture.started();
        service.error("input_error", "1").error("input_error", "2").error("input_error", "3");
        assertThat(state()).isEqualTo(STREAMING);
        service.error("input_error", "4");
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.INPUT_ERROR);
    }

    @Test
    void unreadable_audio_fails_before_any_connection() {
        audio.breaks(new AudioException("talk.mp3 is MP3"));
        fixture.begin();
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.INVALID_AUDIO);
        assertThat(listener.failure().detail()).isEqualTo("talk.mp3 is MP3");
        assertThat(service.connects()).isZero();
    }

    @Test
    void a_missing_decoder_is_not_a_fault_of_the_audio_and_causes_no_reconnect() {
        audio.breaks(new DecoderMissingException("no ffmpeg was found"));
        fixture.begin();
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.DECODER_MISSING);
        assertThat(listener.failure().code().verdict().isRetryable()).isTrue();
        assertThat(listener.failure().code().isOfService()).isFalse();
        assertThat(service.connects()).isZero();
    }

    @Test
    void a_source_that_breaks_in_the_middle_fails_the_session() {
        audio.speech(ofSeconds(1));
        fixture.started();
        audio.breaks(new IOException("disk gone"));
        time.settle();
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.AUDIO_SOURCE_FAILED);
        assertThat(service.isAborted()).isTrue();
    }

    @Test
    void can_be_aborted_at_any_time_and_ends_once() {
        audio.speech(ofSeconds(1));
        fixture.started();
        SessionFailure stopped = SessionFailure.of(ErrorCode.STOPPED, "the route was stopped");
        fixture.session.abort(stopped);
        fixture.session.abort(stopped);
        time.settle();
        assertThat(listener.failure()).isEqualTo(stopped);
        service.committed("too late").closes(1000, "");
        assertThat(listener.texts()).isEmpty();
    }

    @Test
    void an_abort_while_queued_releases_the_place() {
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
    void a_concurrent_answer_and_abort_leave_no_task() {
        audio.speechAndCommit(ofSeconds(1)).end();
        fixture.started();
        time.execute(() -> fixture.session.abort(SessionFailure.of(ErrorCode.STOPPED, "")));
        service.committed("One.");
        assertThat(state()).isEqualTo(FAILED);
        assertThat(listener.texts()).containsExactly("One.");
    }
}
