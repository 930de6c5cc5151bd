package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.BACKING_OFF;
import static io.github.camelelevenlabs.stt.session.SessionState.CLOSED;
import static io.github.camelelevenlabs.stt.session.SessionState.FAILED;
import static io.github.camelelevenlabs.stt.session.SessionState.OPENING;
import static io.github.camelelevenlabs.stt.session.SessionState.STREAMING;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The snapshot of a running session. */
class SessionSnapshotTest {

    private final SessionFixture fixture = new SessionFixture().reconnects(1);
    private final ManualTime time = fixture.time;
    private final ScriptedTransport service = fixture.service;

    private SessionSnapshot snapshot() {
        return fixture.session.snapshots().get(0);
    }

    @Test
    void a_session_that_has_no_audio_yet_has_sent_nothing() {
        fixture.begin();
        assertThat(snapshot())
                .isEqualTo(new SessionSnapshot(
                        "session-1",
                        OPENING,
                        Instant.EPOCH,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Optional.empty(),
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void audio_counts_as_soon_as_it_is_sent() {
        fixture.audio.speech(ofSeconds(2));
        fixture.begin();
        time.advance(ofSeconds(3));
        service.start();
        assertThat(snapshot().state()).isEqualTo(STREAMING);
        assertThat(snapshot().since()).isEqualTo(Instant.EPOCH.plusSeconds(3));
        assertThat(snapshot().audioSent()).isEqualTo(ofSeconds(2));
        assertThat(snapshot().audioKept()).isEqualTo(ofSeconds(2));
        assertThat(snapshot().audioReplayed()).isZero();
        assertThat(snapshot().lastCommitLatency()).isEmpty();
    }

    @Test
    void an_answered_commit_shows_its_latency_and_the_audio_that_is_kept() {
        fixture.audio.speechAndCommit(ofSeconds(2));
        fixture.started();
        time.advance(ofMillis(200));
        service.committed("One");
        assertThat(snapshot().segments()).isEqualTo(1);
        assertThat(snapshot().audioKept()).isZero();
        fixture.audio.speechAndCommit(ofSeconds(2));
        time.advance(ofMillis(400));
        service.committed("Two");
        assertThat(snapshot().lastCommitLatency()).contains(ofMillis(400));
        assertThat(snapshot().meanCommitLatency()).contains(ofMillis(300));
    }

    @Test
    void a_lost_connection_is_reported_with_the_audio_sent_again() {
        fixture.audio.speech(ofSeconds(1));
        fixture.started();
        service.losesConnection();
        assertThat(snapshot().state()).isEqualTo(BACKING_OFF);
        assertThat(snapshot().reconnects()).isEqualTo(1);
        assertThat(snapshot().lastFailure()).hasValueSatisfying(failure -> {
            assertThat(failure.type()).isEqualTo("connection_lost");
            assertThat(failure.detail()).isEqualTo("Connection reset");
        });
        time.advance(ofSeconds(1));
        service.start();
        fixture.audio.speech(ofMillis(500));
        time.settle();
        assertThat(snapshot().audioSent()).isEqualTo(ofMillis(2_500));
        assertThat(snapshot().audioReplayed()).isEqualTo(ofSeconds(1));
    }

    @Test
    void the_last_snapshot_agrees_with_the_calls_of_the_listener() {
        fixture.audio.speech(ofSeconds(2)).end();
        fixture.started();
        service.committed("All");
        time.advance(Drain.QUIET);
        service.closes(1000, "");
        assertThat(snapshot().state()).isEqualTo(CLOSED);
        assertThat(snapshot().audioSent()).isEqualTo(fixture.listener.end().audioSent());
        assertThat(snapshot().audioKept()).isEqualTo(Duration.ZERO);
        assertThat(snapshot().lastFailure()).isEmpty();
    }

    @Test
    void the_failure_of_a_session_is_reported() {
        fixture.audio.speech(ofSeconds(2));
        fixture.started();
        service.error("quota_exceeded", "You have exceeded your quota.");
        assertThat(snapshot().state()).isEqualTo(FAILED);
        assertThat(snapshot().lastFailure()).contains(fixture.listener.failure());
    }
}
