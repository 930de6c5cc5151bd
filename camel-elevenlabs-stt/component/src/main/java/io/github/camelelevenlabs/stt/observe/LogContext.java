package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.util.concurrent.Executor;
import org.slf4j.MDC;

/** The logging context (MDC) of a session: its id and its name. */
public record LogContext(String sessionId, String name) {

    public static final String SESSION_ID = "camel.elevenlabsSttSessionId";
    public static final String NAME = "camel.elevenlabsSttName";

    /** An executor whose tasks log with this context. */
    public Executor around(Executor executor) {
        return task -> executor.execute(within(task));
    }

    public SessionLoop around(SessionLoop loop) {
        return loop.around(this::within);
    }

    private Runnable within(Runnable task) {
        return () -> {
            MDC.put(SESSION_ID, sessionId);
            MDC.put(NAME, Printable.of(name));
            try {
                task.run();
            } finally {
                MDC.remove(SESSION_ID);
                MDC.remove(NAME);
            }
        };
    }
}
