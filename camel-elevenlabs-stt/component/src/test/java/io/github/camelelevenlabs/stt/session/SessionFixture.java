package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.repository.SessionPermits;
import io.github.camelelevenlabs.stt.session.SessionSettings.Annotation;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A session whose time, service, audio source, listener and gate the test controls. */
class SessionFixture {

    final ManualTime time = new ManualTime();
    final ScriptedTransport service = new ScriptedTransport(time);
    final ScriptedSource audio = new ScriptedSource();
    final RecordingListener listener = new RecordingListener();
    final SessionGate gate = new SessionGate();

    private final TestSettings settings = new TestSettings().strategy(CommitStrategy.MANUAL);
    private AudioLimit limit = new AudioLimit(Duration.ZERO);
    private Admission admission = gate;
    private String query = "";

    SttSession session;

    SessionFixture vad() {
        settings.strategy(CommitStrategy.VAD);
        return this;
    }

    SessionFixture twins() {
        settings.twins();
        return this;
    }

    SessionFixture readRate(double rate) {
        settings.readRate(rate);
        return this;
    }

    /** The session needs these beside its place. */
    SessionFixture permits(SessionPermits permits) {
        admission = new PermittedGate(gate, permits);
        return this;
    }

    SessionFixture maxSessions(int sessions) {
        settings.maxSessions(sessions);
        return this;
    }

    SessionFixture previousText(String text) {
        settings.previousText(text);
        return this;
    }

    SessionFixture reconnects(int attempts) {
        settings.attempts(attempts);
        return this;
    }

    SessionFixture maxSessionDuration(Duration age) {
        settings.maxSessionDuration(age);
        return this;
    }

    SessionFixture maxAudioDuration(Duration most) {
        return maxAudioDuration(most, Duration.ZERO);
    }

    SessionFixture maxAudioDuration(Duration most, Duration before) {
        limit = new AudioLimit(most, before);
        return this;
    }

    SessionFixture freshCredentials() {
        settings.freshCredentials();
        return this;
    }

    SessionFixture resumption(Resumption where) {
        settings.resumption(where);
        return this;
    }

    /** Every segment waits for these. */
    SessionFixture annotations(Annotation... expected) {
        settings.annotations(expected);
        return this;
    }

    /** The query of the service's address. */
    SessionFixture query(String parameters) {
        query = "?" + parameters;
        return this;
    }

    /** Begins the session, which connects when it has audio. */
    SessionFixture begin() {
        begin(service);
        return this;
    }

    SttSession begin(Transport transport) {
        begin(
                transport,
                time,
                (format, hints) -> new Transport.Upgrade(
                        URI.create("wss://service/" + format.wireName() + query),
                        Map.of(),
                        Map.of("xi-api-key", "secret")));
        time.settle();
        return session;
    }

    SttSession begin(Transport transport, SessionLoop loop, SessionSettings.Handshake handshake) {
        session = new SttSession(
                "session-1",
                settings.handshake(handshake).build(),
                audio,
                transport,
                admission,
                loop,
                limit,
                listener,
                listener);
        session.start();
        return session;
    }

    /** Begins the session; the service accepts it. */
    SessionFixture started() {
        begin();
        service.start();
        return this;
    }
}
