package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.github.camelelevenlabs.stt.session.SessionSettings.Annotation;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.session.SessionSettings.Continuity;
import io.github.camelelevenlabs.stt.session.SessionSettings.Handshake;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;

/** Builds the settings of a session: the defaults of the options, except that the rate is unlimited and reconnects are off. */
final class TestSettings {

    static final Duration COMMIT_INTERVAL = ofSeconds(20);
    static final Duration VAD_SILENCE = ofMillis(1_500);
    static final Duration CHUNK = ofMillis(100);
    static final Duration CONNECT_TIMEOUT = ofSeconds(10);
    static final Duration TRANSCRIPT_TIMEOUT = ofSeconds(30);
    static final Duration KEEP_ALIVE = ofSeconds(10);
    static final Duration RECONNECT_DELAY = ofSeconds(1);

    private Handshake handshake = (format, hints) ->
            new Transport.Upgrade(URI.create("wss://service/"), Map.of(), Map.of("xi-api-key", "secret"));
    private CommitStrategy strategy = CommitStrategy.VAD;
    private boolean twins;
    private boolean words;
    private Duration chunk = CHUNK;
    private double readRate;
    private int maxSessions;
    private String previousText;
    private Set<Annotation> annotations = Set.of();
    private int attempts;
    private DoubleSupplier jitter = () -> 1;
    private Duration replayLimit = ofSeconds(60);
    private Duration maxSessionDuration = Duration.ZERO;
    private boolean freshCredentials;
    private Hints hints = Hints.NONE;
    private Resumption resumption = Resumption.NONE;

    static SessionSettings with(CommitStrategy strategy) {
        return new TestSettings().strategy(strategy).build();
    }

    TestSettings handshake(Handshake value) {
        handshake = value;
        return this;
    }

    TestSettings strategy(CommitStrategy value) {
        strategy = value;
        return this;
    }

    /** Every commit is answered by a second message, with word times. */
    TestSettings twins() {
        twins = true;
        words = true;
        return this;
    }

    TestSettings chunk(Duration duration) {
        chunk = duration;
        return this;
    }

    /** A multiple of real time; 0 for no limit. */
    TestSettings readRate(double rate) {
        readRate = rate;
        return this;
    }

    TestSettings maxSessions(int sessions) {
        maxSessions = sessions;
        return this;
    }

    TestSettings previousText(String text) {
        previousText = text;
        return this;
    }

    /** Every segment waits for these. */
    TestSettings annotations(Annotation... expected) {
        annotations = Set.of(expected);
        return this;
    }

    /** The limit of reconnect attempts; -1 for no limit. */
    TestSettings attempts(int number) {
        attempts = number;
        return this;
    }

    TestSettings jitter(DoubleSupplier value) {
        jitter = value;
        return this;
    }

    TestSettings replayLimit(Duration limit) {
        replayLimit = limit;
        return this;
    }

    TestSettings maxSessionDuration(Duration age) {
        maxSessionDuration = age;
        return this;
    }

    TestSettings freshCredentials() {
        freshCredentials = true;
        return this;
    }

    TestSettings hints(Hints value) {
        hints = value;
        return this;
    }

    TestSettings resumption(Resumption where) {
        resumption = where;
        return this;
    }

    SessionSettings build() {
        return new SessionSettings(
                handshake,
                hints,
                strategy,
                COMMIT_INTERVAL,
                VAD_SILENCE,
                twins,
                chunk,
                readRate,
                CONNECT_TIMEOUT,
                TRANSCRIPT_TIMEOUT,
                KEEP_ALIVE,
                maxSessions,
                previousText,
                words,
                annotations,
                new Continuity(
                        new ReconnectPolicy(attempts, RECONNECT_DELAY, ofSeconds(30), jitter),
                        replayLimit,
                        maxSessionDuration,
                        freshCredentials),
                resumption);
    }
}
