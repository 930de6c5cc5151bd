package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.slf4j.MDC;

/** Puts a session and its name into the logging context (MDC) of whatever runs for it. */
public record LogContext(String sessionId, String name) {

    public static final String SESSION_ID = "camel.elevenlabsSttSessionId";
    public static final String NAME = "camel.elevenlabsSttName";

    public Executor around(Executor executor) {
        return task -> executor.execute(within(task));
    }

    public SessionLoop around(SessionLoop loop) {
        return new SessionLoop() {
            @Override
            public void execute(Runnable task) {
                loop.execute(within(task));
            }

            @Override
            public Timer schedule(Duration delay, Runnable task) {
                return loop.schedule(delay, within(task));
            }

            @Override
            public long nanoTime() {
                return loop.nanoTime();
            }

            @Override
            public Instant instant() {
                return loop.instant();
            }
        };
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
