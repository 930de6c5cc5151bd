package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.session.SessionSettings.Annotation;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.session.SessionSettings.Continuity;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** A session with everything around it in the test's hands. */
class SessionFixture {

    final ManualTime time = new ManualTime();
    final ScriptedTransport service = new ScriptedTransport(time);
    final ScriptedSource audio = new ScriptedSource();
    final RecordingListener heard = new RecordingListener();
    final SessionGate gate = new SessionGate();

    private CommitStrategy strategy = CommitStrategy.MANUAL;
    private boolean twins;
    private double readRate;
    private int maxSessions;
    private String previousText;
    private int attempts;
    private Duration maxSessionDuration = Duration.ZERO;
    private boolean freshCredentials;
    private Set<Annotation> annotations = Set.of();
    private String query = "";

    SttSession session;

    SessionFixture vad() {
        strategy = CommitStrategy.VAD;
        return this;
    }

    SessionFixture twins() {
        twins = true;
        return this;
    }

    SessionFixture readRate(double rate) {
        readRate = rate;
        return this;
    }

    SessionFixture maxSessions(int sessions) {
        maxSessions = sessions;
        return this;
    }

    SessionFixture previousText(String text) {
        previousText = text;
        return this;
    }

    SessionFixture reconnects(int attempts) {
        this.attempts = attempts;
        return this;
    }

    SessionFixture maxSessionDuration(Duration age) {
        maxSessionDuration = age;
        return this;
    }

    SessionFixture freshCredentials() {
        freshCredentials = true;
        return this;
    }

    /** Every segment waits for these. */
    SessionFixture annotations(Annotation... expected) {
        annotations = Set.of(expected);
        return this;
    }

    /** The service is asked for this. */
    SessionFixture asking(String parameters) {
        query = "?" + parameters;
        return this;
    }

    /** Begins the session, which asks for a connection once there is audio. */
    SessionFixture begin() {
        begin(service);
        return this;
    }

    SttSession begin(Transport transport) {
        begin(
                transport,
                time,
                format -> new Transport.Upgrade(
                        URI.create("wss://service/" + format.wireName() + query),
                        Map.of(),
                        Map.of("xi-api-key", "secret")));
        time.settle();
        return session;
    }

    SttSession begin(Transport transport, SessionLoop loop, SessionSettings.Handshake handshake) {
        SessionSettings settings = new SessionSettings(
                handshake,
                strategy,
                Duration.ofSeconds(20),
                Duration.ofMillis(1_500),
                twins,
                Duration.ofMillis(100),
                readRate,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                maxSessions,
                previousText,
                twins,
                annotations,
                new Continuity(
                        new ReconnectPolicy(attempts, Duration.ofSeconds(1), Duration.ofSeconds(30), () -> 1),
                        Duration.ofSeconds(60),
                        maxSessionDuration,
                        freshCredentials));
        session = new SttSession("session-1", settings, audio, transport, gate, loop, heard);
        session.start();
        return session;
    }

    /** Begins the session and lets the service start it. */
    SessionFixture started() {
        begin();
        service.start();
        return this;
    }
}
