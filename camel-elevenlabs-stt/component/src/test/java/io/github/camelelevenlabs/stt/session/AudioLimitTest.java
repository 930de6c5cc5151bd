package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.CLOSED;
import static io.github.camelelevenlabs.stt.session.SessionState.DRAINING;
import static io.github.camelelevenlabs.stt.session.SessionState.FAILED;
import static io.github.camelelevenlabs.stt.session.SessionState.STREAMING;
import static io.github.camelelevenlabs.stt.session.TestSettings.TRANSCRIPT_TIMEOUT;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session sends no more audio than maxAudioDuration, and its text up to there is kept. */
class AudioLimitTest extends SessionTestBase {

    private static final Duration MOST = ofSeconds(2);

    AudioLimitTest() {
        super(new SessionFixture().maxAudioDuration(MOST));
    }

    private void failed(Duration sent, Duration committedThrough) {
        assertThat(state()).isEqualTo(FAILED);
        assertThat(listener.end().failure()).hasValueSatisfying(why -> {
            assertThat(why.code()).isEqualTo(ErrorCode.AUDIO_LIMIT_EXCEEDED);
            assertThat(why.detail()).contains("maxAudioDuration=2000 ms");
        });
        assertThat(listener.end().audioSent()).isEqualTo(sent);
        assertThat(listener.end().committedThrough()).isEqualTo(committedThrough);
        assertThat(fixture.session.limit().sent()).isEqualTo(sent);
    }

    @Test
    void the_last_chunk_that_fits_is_sent_and_its_transcript_awaited() {
        audio.speech(ofSeconds(10));
        fixture.started();
        assertThat(service.audioMillis()).isEqualTo(2_000);
        assertThat(service.commits()).hasSize(1);
        assertThat(state()).isEqualTo(DRAINING);
        service.committed("what fits");
        time.advance(ofSeconds(2));
        assertThat(listener.texts()).containsExactly("what fits");
        failed(MOST, MOST);
        assertThat(service.closedWith()).isEqualTo(1000);
    }

    @Test
    void audio_that_just_fits_is_no_failure() {
        audio.speech(MOST).end();
        fixture.started();
        service.committed("all of it");
        time.advance(ofSeconds(2));
        assertThat(state()).isEqualTo(CLOSED);
        assertThat(listener.end().failure()).isEmpty();
    }

    @Test
    void what_is_sent_again_counts() {
        audio.speech(ofMillis(1_500));
        fixture.reconnects(3).started();
        service.losesConnection();
        reconnect();
        assertThat(service.audioMillis()).isEqualTo(500);
        service.committed("the beginning");
        time.advance(ofSeconds(2));
        failed(MOST, ofMillis(500));
        assertThat(service.connects()).isEqualTo(2);
    }

    @Test
    void what_was_sent_before_an_interruption_counts() {
        audio.speech(ofSeconds(10));
        fixture.maxAudioDuration(MOST, ofMillis(1_400)).started();
        assertThat(service.audioMillis()).isEqualTo(600);
        service.committed("what fits");
        time.advance(ofSeconds(2));
        assertThat(listener.texts()).containsExactly("what fits");
        failed(ofMillis(600), ofMillis(600));
        assertThat(listener.failure().detail())
                .endsWith("maxAudioDuration=2000 ms, of which 1400 ms were sent before the session was interrupted");
        assertThat(fixture.session.limit().sentInAll()).isEqualTo(MOST);
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000, 5_000})
    void a_session_that_had_sent_all_it_may_sends_nothing_more(int before) {
        audio.speech(ofSeconds(10));
        fixture.maxAudioDuration(MOST, ofMillis(before)).started();
        time.advance(ofSeconds(2));
        assertThat(service.audioMillis()).isZero();
        failed(Duration.ZERO, Duration.ZERO);
    }

    @Test
    void the_silence_that_fills_a_commit_up_counts_too() {
        audio.speechAndCommit(ofMillis(1_500));
        fixture.started();
        service.committed("one");
        audio.speechAndCommit(ofMillis(100));
        time.settle();
        assertThat(service.audioMillis()).isEqualTo(1_850);
        service.committed("two");
        audio.speech(ofMillis(100));
        time.settle();
        assertThat(service.audioMillis())
                .as("a commit of 100 ms would need 250 ms of silence")
                .isEqualTo(1_850);
        time.advance(ofSeconds(2));
        assertThat(listener.texts()).containsExactly("one", "two");
        failed(ofMillis(1_850), ofMillis(1_600));
    }

    @Test
    void a_commit_without_room_for_its_silence_goes_with_less() {
        audio.silence(ofMillis(1_500)).speech(ofMillis(500));
        fixture.vad().started();
        // The service commits by itself, so that only what is sent from now on is surely uncommitted.
        service.committed("");
        audio.speech(ofMillis(100));
        time.settle();
        assertThat(fixture.session.limit().sent()).isLessThanOrEqualTo(MOST);
        time.advance(TRANSCRIPT_TIMEOUT);
        assertThat(state()).isEqualTo(FAILED);
        assertThat(listener.end().audioSent()).isLessThanOrEqualTo(MOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost", "throttled", "silent", "closed", "stopped reading"})
    void whatever_happens_to_the_last_answer_it_fails_in_time_and_connects_no_more(String fate) {
        audio.speech(ofSeconds(10));
        fixture.reconnects(-1).started();
        switch (fate) {
            case "lost" -> service.losesConnection();
            case "throttled" -> service.error("commit_throttled", "too little");
            case "closed" -> service.closes(1000, "");
            case "stopped reading" -> audio.breaks(new IOException("the disk is gone"));
            default -> assertThat(fate).isEqualTo("silent");
        }
        time.advance(TRANSCRIPT_TIMEOUT);
        failed(MOST, Duration.ZERO);
        assertThat(service.connects()).isOne();
    }

    @Test
    void a_source_that_breaks_meanwhile_does_not_lose_the_last_transcript() {
        audio.speech(ofMillis(2_100));
        fixture.started();
        audio.breaks(new IOException("the disk is gone"));
        time.settle();
        service.committed("what fits");
        time.advance(ofSeconds(2));
        assertThat(listener.texts()).containsExactly("what fits");
        failed(MOST, MOST);
    }

    @Test
    void somebody_who_takes_the_session_over_is_the_reason_all_the_same() {
        audio.speech(ofSeconds(10));
        fixture.started();
        fixture.session.abort(SessionFailure.of(ErrorCode.SUPERSEDED, "taken over"));
        time.settle();
        assertThat(listener.end().failure().orElseThrow().code()).isEqualTo(ErrorCode.SUPERSEDED);
    }

    @Test
    void less_than_the_limit_waits_for_more_audio() {
        audio.speech(ofMillis(1_990));
        fixture.started();
        time.advance(ofMinutes(1));
        assertThat(state()).isEqualTo(STREAMING);
    }
}
