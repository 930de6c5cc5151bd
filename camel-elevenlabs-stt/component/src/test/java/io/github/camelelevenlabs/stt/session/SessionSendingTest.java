package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.STREAMING;
import static io.github.camelelevenlabs.stt.session.TestSettings.KEEP_ALIVE;
import static io.github.camelelevenlabs.stt.session.TestSettings.TRANSCRIPT_TIMEOUT;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Audio is sent at the read rate, in chunks of the configured length, and is committed in time. */
class SessionSendingTest extends SessionTestBase {

    SessionSendingTest() {
        super(new SessionFixture());
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
    void sends_previous_text_with_the_first_message_only() {
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
        time.advance(KEEP_ALIVE.minusMillis(1));
        assertThat(service.sent()).hasSize(1);
        time.advance(ofMillis(1));
        assertThat(service.sent()).hasSize(2);
        assertThat(service.sent().get(1).isAudio()).isFalse();
        time.advance(ofSeconds(20));
        assertThat(service.sent()).hasSize(4);
    }

    @Test
    void audio_postpones_the_next_keepalive() {
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
    void a_full_socket_holds_the_source_back() {
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
    void commits_in_the_first_pause_after_the_interval() {
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
    void commits_before_thirty_seconds_even_without_a_pause() {
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
        assertThat(listener.texts()).containsExactly("Yes.");
        assertThat(listener.end().audioDuration()).isEqualTo(ofMillis(millis));
        assertThat(listener.end().audioSent()).isEqualTo(ofMillis(350));
    }

    @Test
    void commits_where_the_source_requests_it() {
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
    void an_ambiguous_answer_lets_no_commit_go_before_ours_is_answered_or_overdue() {
        fixture.vad().twins();
        audio.speech(ofSeconds(1)).silence(ofMillis(1_900)).speechAndCommit(ofMillis(10));
        audio.silence(ofSeconds(2)).speechAndCommit(ofSeconds(1));
        fixture.started();
        service.committed("One").timed("One", 0.1, 1.0);
        assertThat(service.commits()).hasSize(1);
        time.advance(TRANSCRIPT_TIMEOUT.minusMillis(1));
        assertThat(service.commits()).hasSize(1);
        time.advance(ofMillis(1));
        assertThat(service.commits()).hasSize(2);
        assertThat(state()).isEqualTo(STREAMING);
    }

    @Test
    void fails_when_a_commit_is_never_answered() {
        audio.speechAndCommit(ofSeconds(1));
        fixture.started();
        time.advance(TRANSCRIPT_TIMEOUT.minusMillis(1));
        assertThat(state()).isEqualTo(STREAMING);
        time.advance(ofMillis(1));
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.TRANSCRIPT_TIMEOUT);
    }
}
