package io.github.camelelevenlabs.stt.fetch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Limits the total time to connect and the total time until the response: a server that sends a byte now and then, or
 * one interim response or redirect after another, is never silent. Safe for any thread.
 */
final class Phases {

    private static final String NONE = "";

    private final Alarms alarms;
    private final Duration limit;

    // Guarded by this:
    /** The time of each phase, by what is said of a server that takes too long for it. */
    private final Map<String, Duration> spent = new HashMap<>();

    private Consumer<String> onExpired;
    private String phase = NONE;
    private long since;
    private Runnable alarm;

    /** @param limit the limit for each phase, including all redirects */
    Phases(Alarms alarms, Duration limit) {
        this.alarms = alarms;
        this.limit = limit;
    }

    /**
     * Starts the phase that resolves the name, connects, and negotiates TLS.
     *
     * @param onExpired gets the phase that takes too long, as a predicate about the server
     */
    synchronized void onConnect(Consumer<String> onExpired, long now) {
        this.onExpired = onExpired;
        begin("was not connected within " + limit.toMillis() + " ms", now);
    }

    /** Starts the phase from sending the request to the headers of the response, including interim responses. */
    synchronized void onConnected(long now) {
        if (!phase.equals(NONE)) {
            onDone(now);
            begin("did not answer within " + limit.toMillis() + " ms, redirects included", now);
        }
    }

    /** Ends the last phase: the headers have arrived, or the request has failed. */
    synchronized void onDone(long now) {
        alarm.run();
        spent.merge(phase, Duration.ofNanos(now - since), Duration::plus);
        phase = NONE;
    }

    private void begin(String begun, long now) {
        phase = begun;
        since = now;
        Consumer<String> expired = onExpired;
        Duration left = limit.minus(spent.getOrDefault(begun, Duration.ZERO));
        alarm = alarms.set(left.isNegative() ? Duration.ZERO : left, () -> expired.accept(begun));
    }
}
