package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * What happened since the last reset, and what is still to happen. Replaced whole on reset: connections from before write
 * on into the old one, where nobody reads. Thread-safe.
 */
final class Ledger {
    private final Script script = new Script();
    private final List<RecordedSession> sessions = new CopyOnWriteArrayList<>();
    private final LongSupplier nanoTime;

    Ledger(EmulatorSettings settings) {
        nanoTime = settings.nanoTime();
        settings.faults().ifPresent(script::follow);
    }

    Script script() {
        return script;
    }

    List<RecordedSession> sessions() {
        return List.copyOf(sessions);
    }

    List<Violation> violations() {
        return sessions.stream()
                .flatMap(session -> session.violations().stream())
                .toList();
    }

    synchronized RecordedSession open(
            Map<String, List<String>> parameters, Map<String, List<String>> headers, RawFormat format) {
        RecordedSession session = new RecordedSession(sessions.size() + 1, parameters, headers, format, nanoTime);
        sessions.add(session);
        return session;
    }
}
