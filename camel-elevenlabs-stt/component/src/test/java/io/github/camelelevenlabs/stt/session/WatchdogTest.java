package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.BACKING_OFF;
import static io.github.camelelevenlabs.stt.session.SessionState.STREAMING;
import static io.github.camelelevenlabs.stt.session.TestSettings.RECONNECT_DELAY;
import static io.github.camelelevenlabs.stt.session.TestSettings.TRANSCRIPT_TIMEOUT;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import org.junit.jupiter.api.Test;

/** A connection that stays open without progress is abandoned. */
class WatchdogTest extends SessionTestBase {

    WatchdogTest() {
        super(new SessionFixture().reconnects(3));
    }

    @Test
    void a_connection_attempt_that_takes_too_long_is_abandoned() {
        audio.speech(ofSeconds(1));
        fixture.begin();
        time.advance(ofSeconds(10));
        assertThat(state()).isEqualTo(BACKING_OFF);
        assertThat(service.isCancelled()).isTrue();
    }

    @Test
    void no_more_than_five_seconds_of_audio_stay_unread_by_the_service() {
        audio.speech(ofSeconds(20));
        service.withholdsPongs();
        fixture.started();
        assertThat(service.audioMillis()).isEqualTo(5_000);
        service.sendsPong();
        assertThat(service.audioMillis())
                .as("the first ping went before all audio")
                .isEqualTo(5_000);
        service.sendsPong();
        assertThat(service.audioMillis()).isEqualTo(10_000);
    }

    @Test
    void a_service_that_sends_messages_but_no_pongs_gets_its_audio() {
        audio.speech(ofSeconds(20));
        service.withholdsPongs();
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
        service.withholdsPongs();
        time.advance(ofSeconds(20));
        assertThat(state()).isEqualTo(BACKING_OFF);
    }

    @Test
    void a_service_that_is_silent_while_it_receives_speech_has_stalled() {
        audio.speech(ofSeconds(60));
        fixture.readRate(1).started();
        service.partial("hello");
        time.advance(ofSeconds(21));
        assertThat(service.connects()).isEqualTo(2);
    }

    @Test
    void a_service_that_is_silent_while_nobody_speaks_has_not_stalled() {
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
        time.advance(TRANSCRIPT_TIMEOUT.plus(RECONNECT_DELAY));
        assertThat(service.connects()).isEqualTo(2);
        service.start();
        assertThat(service.commits()).hasSize(1);
        time.advance(TRANSCRIPT_TIMEOUT);
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.TRANSCRIPT_TIMEOUT);
    }
}
