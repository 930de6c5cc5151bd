package io.github.camelelevenlabs.stt.fetch;

import java.time.Duration;

/** A timer. Runs an action after a delay, on a thread that the action must not block. */
@FunctionalInterface
public interface Alarms {

    /**
     * Schedules an action.
     *
     * @return cancels the action; safe for any thread, and more than once
     */
    Runnable set(Duration delay, Runnable action);
}
