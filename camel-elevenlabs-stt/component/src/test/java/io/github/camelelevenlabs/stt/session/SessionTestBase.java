package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.threads.ManualTime;
import org.junit.jupiter.api.AfterEach;

/** Base of tests that control the time, the audio source, the service and the listener of one session. */
abstract class SessionTestBase {

    final SessionFixture fixture;
    final ManualTime time;
    final ScriptedTransport service;
    final ScriptedSource audio;
    final RecordingListener listener;

    SessionTestBase(SessionFixture fixture) {
        this.fixture = fixture;
        this.time = fixture.time;
        this.service = fixture.service;
        this.audio = fixture.audio;
        this.listener = fixture.listener;
    }

    @AfterEach
    void an_ended_session_leaves_nothing_behind() {
        if (fixture.session.state().isEnd()) {
            assertThat(time.timers()).isZero();
            assertThat(audio.isClosed()).isTrue();
            assertThat(listener.ends()).hasSize(1);
            assertThat(fixture.gate.open()).isZero();
        }
    }

    SessionState state() {
        return fixture.session.state();
    }

    /** The first reconnect delay passes and the service accepts the connection. */
    void reconnect() {
        time.advance(ofSeconds(1));
        service.start();
    }
}
