package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/** Base of tests that change what the service is told about the speech of a session: each connection has a service of its own. */
abstract class ChangedHintsTestBase extends SessionTestBase {

    /** Each connection has its own, in their order. */
    final List<ScriptedTransport> services = new ArrayList<>();

    ChangedHintsTestBase() {
        super(new SessionFixture().reconnects(3).twins().readRate(1).previousText("before"));
    }

    void begin() {
        fixture.begin(this::connect, time, ChangedHintsTestBase::upgrade);
        time.settle();
    }

    /** The session begins, and its first connection is in use. */
    void started() {
        begin();
        service(0).start();
        service(0).answersEmpty();
    }

    private CompletionStage<Transport.Link> connect(Callable<Transport.Upgrade> upgrade, Transport.Receiver receiver) {
        services.add(new ScriptedTransport(time));
        return services.get(services.size() - 1).connect(upgrade, receiver);
    }

    private static Transport.Upgrade upgrade(PcmFormat format, Hints hints) {
        String told = hints.languageCode() + "/" + String.join("/", hints.keyterms());
        return new Transport.Upgrade(URI.create("wss://service/" + told), Map.of(), Map.of());
    }

    ScriptedTransport service(int connection) {
        return services.get(connection);
    }

    String told(int connection) {
        return service(connection).upgrade().uri().getPath().substring(1);
    }

    void change(String language, List<String> keyterms, String previousText) {
        fixture.session.change(new Hints.Change(language, keyterms, previousText));
        time.settle();
    }

    void keyterms(String... terms) {
        change(null, List.of(terms), null);
    }

    void speakAndPause(int seconds) {
        for (int second = 0; second < seconds; second += 2) {
            audio.speech(ofMillis(1_600)).silence(ofMillis(400));
        }
    }

    /** The connection made last starts, and takes over in the next pause. */
    void takesOver() {
        ScriptedTransport next = service(services.size() - 1).start();
        next.answersEmpty();
        time.advance(ofSeconds(3));
        assertThat(next.sent()).isNotEmpty();
    }

    /** The service transcribes all the time, so that it does not seem to have stalled. */
    void goesOn(int seconds) {
        for (int second = 0; second < seconds; second++) {
            service(services.size() - 1).partial("word " + second);
            time.advance(ofSeconds(1));
        }
    }
}
