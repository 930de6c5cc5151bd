package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.BACKING_OFF;
import static io.github.camelelevenlabs.stt.session.SessionState.CLOSING;
import static io.github.camelelevenlabs.stt.session.SessionState.DRAINING;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelelevenlabs.stt.session.SessionObserver.Sending;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** After a lost connection, the session sends exactly the audio that no commit covers to the next one. */
class ReplayTest extends SessionTestBase {

    ReplayTest() {
        super(new SessionFixture().reconnects(3));
    }

    /** How much audio the session sends again on the next connection. */
    private Duration sentAgain() {
        service.answersEmpty();
        reconnect();
        return listener.sent().getOrDefault(Sending.AGAIN, Duration.ZERO);
    }

    @Test
    void everything_is_sent_again_when_nothing_was_committed() {
        audio.speech(ofSeconds(1));
        fixture.started();
        service.losesConnection();
        assertThat(state()).isEqualTo(BACKING_OFF);
        reconnect();
        assertThat(service.connects()).isEqualTo(2);
        assertThat(service.audioMillis()).isEqualTo(1_000);
    }

    @Test
    void audio_sent_for_the_first_time_and_again_is_counted_separately() {
        audio.speech(ofMillis(1_100)).end();
        fixture.started();
        service.losesConnection();
        reconnect();
        service.committed("One").closes(1000, "");
        assertThat(listener.sent())
                .containsEntry(Sending.FIRST, ofMillis(1_100))
                .containsEntry(Sending.AGAIN, ofMillis(1_100));
        assertThat(listener.end().audioSent())
                .isEqualTo(listener.sent().values().stream().reduce(Duration.ZERO, Duration::plus));
        assertThat(listener.end().audioReplayed()).isEqualTo(ofMillis(1_100));
    }

    @Test
    void audio_covered_by_a_client_commit_is_never_sent_again() {
        audio.speechAndCommit(ofSeconds(2)).speech(ofSeconds(1));
        fixture.started();
        service.committed("Two seconds.").losesConnection();
        reconnect();
        assertThat(service.audioMillis()).isEqualTo(1_000);
        assertThat(listener.texts()).containsExactly("Two seconds.");
    }

    @Test
    void a_commit_of_the_service_covers_the_audio_up_to_its_last_word() {
        audio.speech(ofSeconds(1)).silence(ofSeconds(2)).speech(ofSeconds(1));
        fixture.vad().twins().started();
        service.committed("One").timed("One", 0.1, 1.0).losesConnection();
        assertThat(sentAgain())
                .as("from shortly after the word")
                .isEqualTo(ofSeconds(3).minus(Coverage.INTO_SILENCE));
    }

    @Test
    void a_commit_without_word_times_covers_the_audio_before_the_pause() {
        audio.speech(ofSeconds(1)).silence(ofSeconds(2)).speech(ofSeconds(1));
        fixture.vad().started();
        service.committed("One").losesConnection();
        assertThat(sentAgain().toMillis()).isCloseTo(3_000, within(100L));
    }

    @Test
    void an_answer_that_leaves_speech_out_covers_only_its_words() {
        audio.speech(ofSeconds(1)).silence(ofSeconds(1)).speechAndCommit(ofSeconds(2));
        fixture.twins().started();
        service.committed("One").timed("One", 0.1, 1.0).losesConnection();
        assertThat(sentAgain())
                .as("the answer belonged to a commit of the service")
                .isEqualTo(ofSeconds(3).minus(Coverage.INTO_SILENCE));
    }

    @Test
    void a_commit_whose_answer_was_lost_is_made_again() {
        audio.speechAndCommit(ofSeconds(1)).end();
        fixture.started();
        assertThat(service.commits()).hasSize(1);
        service.losesConnection();
        reconnect();
        assertThat(service.audioMillis()).isEqualTo(1_000);
        assertThat(service.commits()).hasSize(1);
        service.committed("Once.");
        time.advance(Drain.QUIET);
        assertThat(state()).isEqualTo(CLOSING);
        assertThat(listener.texts()).containsExactly("Once.");
    }

    @Test
    void a_commit_whose_twin_was_lost_is_made_again_and_delivered_once() {
        audio.speechAndCommit(ofSeconds(2)).speech(ofSeconds(1));
        fixture.twins().started();
        service.committed("Once").losesConnection();
        assertThat(listener.texts()).isEmpty();
        reconnect();
        service.answersEmpty();
        service.committed("Once").timed("Once", 0.5, 1.5);
        assertThat(listener.texts()).containsExactly("Once");
        assertThat(listener.sent()).containsEntry(Sending.AGAIN, ofSeconds(3));
    }

    @Test
    void the_last_words_become_the_previous_text_of_the_next_connection() {
        audio.speechAndCommit(ofSeconds(2)).speech(ofSeconds(1));
        fixture.previousText("before").started();
        assertThat(service.sent().get(0).previousText()).isEqualTo("before");
        service.committed("The second door on the left leads to the room that nobody uses any more")
                .losesConnection();
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
        assertThat(listener.segments().get(1).startTime())
                .as("0.15 s of padding precede it")
                .contains(300L);
        service.losesConnection();
        reconnect();
        service.committed("C").timed("C", 0.5, 0.9);
        assertThat(listener.segments().get(2).startTime()).contains(1_700L);
    }

    @Test
    void a_replay_is_no_faster_than_the_read_rate() {
        audio.speech(ofSeconds(20));
        fixture.readRate(4).started();
        time.advance(ofSeconds(4));
        service.losesConnection();
        service.answersEmpty();
        reconnect();
        time.advance(ofSeconds(1));
        assertThat(service.audioMillis()).isBetween(4_000L, 4_400L);
    }

    @Test
    void a_connection_lost_while_draining_is_replaced_and_drained_again() {
        audio.speech(ofSeconds(1)).end();
        fixture.started();
        assertThat(state()).isEqualTo(DRAINING);
        service.losesConnection();
        reconnect();
        assertThat(state()).isEqualTo(DRAINING);
        service.committed("All.");
        time.advance(Drain.QUIET);
        service.closes(1000, "");
        assertThat(listener.texts()).containsExactly("All.");
        assertThat(listener.end().failure()).isEmpty();
        assertThat(listener.end().reconnects()).isEqualTo(1);
        assertThat(listener.end().audioDuration()).isEqualTo(ofSeconds(1));
        assertThat(listener.end().audioSent()).isEqualTo(ofSeconds(2));
    }

    @Test
    void a_late_transcript_of_the_old_connection_is_ignored() {
        audio.speech(ofSeconds(2));
        fixture.started();
        service.losesConnection();
        service.committed("Too late.").closes(1000, "");
        assertThat(listener.texts()).isEmpty();
        assertThat(state()).isEqualTo(BACKING_OFF);
    }

    @Test
    void a_refused_last_commit_does_not_end_the_session_while_audio_is_uncommitted() {
        audio.speech(ofSeconds(1))
                .silence(ofSeconds(2))
                .speech(ofSeconds(1))
                .silence(ofMillis(1_700))
                .end();
        fixture.vad().twins().started();
        assertThat(service.audioMillis())
                .as("with silence appended, so that the commit is long enough")
                .isEqualTo(5_700 + 450);
        service.committed("One").timed("One", 0.1, 1.0);
        service.error("commit_throttled", "only 0.1s of uncommitted audio");
        time.settle();
        service.start();
        service.committed("");
        service.answersEmpty();
        service.committed("Two").timed("Two", 2.8, 3.8);
        time.advance(Drain.QUIET);
        assertThat(listener.texts()).containsExactly("One", "Two");
        assertThat(state()).isEqualTo(CLOSING);
    }

    @Test
    void audio_is_sent_again_when_the_second_message_of_an_answer_never_comes() {
        audio.speech(ofSeconds(1)).silence(ofSeconds(2)).speech(ofSeconds(1));
        fixture.vad().twins().started();
        service.committed("One");
        time.advance(TwinPairing.TWIN_WAIT);
        assertThat(listener.texts()).isEmpty();
        reconnect();
        service.answersEmpty();
        service.committed("One").timed("One", 0.1, 1.0);
        assertThat(listener.texts()).containsExactly("One");
        assertThat(listener.sent()).containsEntry(Sending.AGAIN, ofSeconds(4));
    }
}
