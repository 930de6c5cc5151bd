package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.repository.SessionPermits;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** The live sessions of a context, for Camel's developer console. */
@DevConsole(
        name = "elevenlabs-stt",
        displayName = "ElevenLabs Speech to Text",
        description = "Live transcription sessions")
public final class ElevenLabsSttDevConsole extends AbstractDevConsole {

    public ElevenLabsSttDevConsole() {
        super("camel", "elevenlabs-stt", "ElevenLabs Speech to Text", "Live transcription sessions");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        observedNames().forEach(observed -> {
            text.append(String.format(
                    "%s: %d live, %d started, %d resumed, %d failed, %d of them taken over, %d segments routed again%n",
                    Printable.of(observed.name()),
                    observed.running(),
                    observed.totals().getSessionsStarted(),
                    observed.totals().getSessionsResumed(),
                    observed.totals().getSessionsFailed(),
                    observed.totals().getSessionsSuperseded(),
                    observed.totals().getSegmentsRerouted()));
            observed.snapshots().forEach(session -> text.append(line(session)));
        });
        permits()
                .forEach(permits -> text.append(String.format(
                        "permits %s: %d of %d held here, %d sessions wait%n",
                        Printable.of(permits.name()), permits.held(), permits.count(), permits.waiting())));
        return text.toString();
    }

    private static String line(SessionSnapshot session) {
        return String.format(
                "    %s  %s since %s  %.1f s sent, %.1f s of it again, %.1f s kept  %d segments  %d reconnects%s%s%n",
                session.id(),
                session.state(),
                session.since(),
                session.audioSent().toMillis() / 1000.0,
                session.audioReplayed().toMillis() / 1000.0,
                session.audioKept().toMillis() / 1000.0,
                session.segments(),
                session.reconnects(),
                session.hints().map(hints -> "  " + hints).orElse(""),
                session.lastFailure().map(why -> "  last error " + why.type()).orElse(""));
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        JsonArray names = new JsonArray();
        observedNames().forEach(observed -> {
            JsonObject name = new JsonObject();
            name.put("name", observed.name());
            name.put("sessionsStarted", observed.totals().getSessionsStarted());
            name.put("sessionsFailed", observed.totals().getSessionsFailed());
            name.put("sessionsResumed", observed.totals().getSessionsResumed());
            name.put("sessionsSuperseded", observed.totals().getSessionsSuperseded());
            name.put("segmentsRerouted", observed.totals().getSegmentsRerouted());
            JsonArray sessions = new JsonArray();
            observed.snapshots().forEach(session -> sessions.add(json(session)));
            name.put("sessions", sessions);
            names.add(name);
        });
        JsonObject root = new JsonObject();
        root.put("names", names);
        JsonArray permits = new JsonArray();
        permits().forEach(some -> permits.add(json(some)));
        root.put("permits", permits);
        return root;
    }

    private static JsonObject json(SessionPermits permits) {
        JsonObject json = new JsonObject();
        json.put("name", permits.name());
        json.put("count", permits.count());
        json.put("held", permits.held());
        json.put("waiting", permits.waiting());
        return json;
    }

    private static JsonObject json(SessionSnapshot session) {
        JsonObject json = new JsonObject();
        json.put("id", session.id());
        json.put("state", session.state().name());
        json.put("since", session.since().toString());
        json.put("audioSent", session.audioSent().toMillis());
        json.put("audioReplayed", session.audioReplayed().toMillis());
        json.put("audioKept", session.audioKept().toMillis());
        json.put("audioGivenUp", session.audioGivenUp().toMillis());
        session.hints().ifPresent(hints -> json.put("hints", hints.toString()));
        json.put("segments", session.segments());
        json.put("reconnects", session.reconnects());
        session.lastFailure().ifPresent(why -> json.put("lastError", why.type() + ": " + why.detail()));
        session.lastCommitLatency().ifPresent(latency -> json.put("lastCommitLatency", latency.toMillis()));
        session.meanCommitLatency().ifPresent(latency -> json.put("meanCommitLatency", latency.toMillis()));
        return json;
    }

    private Stream<ObservedName> observedNames() {
        return components().flatMap(component -> component.observedNames().stream());
    }

    private Stream<SessionPermits> permits() {
        return components()
                .flatMap(component -> component.sessionPermits().stream())
                .distinct();
    }

    private Stream<ObservedNames> components() {
        return getCamelContext().getComponentNames().stream()
                .map(name -> getCamelContext().hasComponent(name))
                .filter(ObservedNames.class::isInstance)
                .map(ObservedNames.class::cast);
    }
}
