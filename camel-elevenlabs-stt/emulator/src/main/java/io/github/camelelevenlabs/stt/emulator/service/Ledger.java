package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.Violation;
import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import io.github.camelelevenlabs.stt.emulator.script.CueList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * The sessions and violations since the last reset, and the script for the next connections. A reset replaces the whole
 * object; connections from before the reset go on writing into the old one, which nobody reads. Thread-safe.
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
