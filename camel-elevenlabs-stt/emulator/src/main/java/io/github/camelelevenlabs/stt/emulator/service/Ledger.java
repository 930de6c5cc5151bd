package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.Violation;
import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import io.github.camelelevenlabs.stt.emulator.script.CueList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * What happened since the last reset, and what is still to happen. Replaced whole on reset: connections from before write
 * on into the old one, where nobody reads. Thread-safe.
 */
public final class Ledger {
    private final CueList script = new CueList();
    private final List<SessionRecord> sessions = new CopyOnWriteArrayList<>();
    private final LongSupplier nanoTime;

    public Ledger(ServiceSettings settings) {
        nanoTime = settings.nanoTime();
        settings.faults().ifPresent(script::follow);
    }

    public CueList script() {
        return script;
    }

    public List<SessionRecord> sessions() {
        return List.copyOf(sessions);
    }

    public List<Violation> violations() {
        return sessions.stream()
                .flatMap(session -> session.violations().stream())
                .toList();
    }

    synchronized SessionRecord open(
            Map<String, List<String>> parameters, Map<String, List<String>> headers, RawFormat format) {
        SessionRecord session = new SessionRecord(sessions.size() + 1, parameters, headers, format, nanoTime);
        sessions.add(session);
        return session;
    }
}
