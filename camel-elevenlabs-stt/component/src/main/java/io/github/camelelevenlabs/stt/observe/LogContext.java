package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.MDC;

/** The logging context (MDC) of a session: its id and its name. */
public record LogContext(String sessionId, String name) {

    public static final String SESSION_ID = "camel.elevenlabsSttSessionId";
    public static final String NAME = "camel.elevenlabsSttName";

    /** An executor whose tasks log with this context. */
    public Executor around(Executor executor) {
        String printable = Printable.of(name);
        return task -> executor.execute(() -> {
            MDC.put(SESSION_ID, sessionId);
            MDC.put(NAME, printable);
            try {
                task.run();
            } finally {
                MDC.remove(SESSION_ID);
                MDC.remove(NAME);
            }
        });
    }

    /** A loop whose tasks log with this context, and no other: nobody else logs on its thread meanwhile. */
    public SessionLoop around(SessionLoop loop) {
        Map<String, String> context = Map.of(SESSION_ID, sessionId, NAME, Printable.of(name));
        return loop.around(task -> () -> {
            // One call instead of one for each key: a context is copied with every change.
            MDC.setContextMap(context);
            try {
                task.run();
            } finally {
                MDC.clear();
            }
        });
    }
}
