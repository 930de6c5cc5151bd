package io.github.camelelevenlabs.stt.fetch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * Limits the total time to connect and the total time until the response: a server that sends a byte now and then, or
 * one interim response or redirect after another, never causes a read timeout. Used by the requesting thread; alarms
 * run on another thread.
 */
final class Phases {

    private final Alarms alarms;
    private final Duration limit;

    private HttpUriRequestBase request;
    /** The time of each phase, by what is said of a server that takes too long for it. */
    private final Map<String, Duration> spent = new HashMap<>();

    private String phase;
    private long since;
    private Runnable alarm;
    private volatile String expired;

    /** @param limit the limit for each phase, including all redirects */
    Phases(Alarms alarms, Duration limit) {
        this.alarms = alarms;
        this.limit = limit;
    }

    /** Starts the phase that resolves the name, connects, and negotiates TLS. */
    void onConnect(HttpUriRequestBase sent, long now) {
        request = sent;
        begin("was not connected within " + limit.toMillis() + " ms", now);
    }

    /** Starts the phase from sending the request to the headers of the response, including interim responses. */
    void onConnected(long now) {
        onDone(now);
        begin("did not answer within " + limit.toMillis() + " ms, redirects included", now);
    }

    /** Ends the last phase: the headers have arrived, or the request has failed. */
    void onDone(long now) {
        alarm.run();
        spent.merge(phase, Duration.ofNanos(now - since), Duration::plus);
    }

    private void begin(String begun, long now) {
        phase = begun;
        since = now;
        HttpUriRequestBase limited = request;
        Duration left = limit.minus(spent.getOrDefault(begun, Duration.ZERO));
        alarm = alarms.set(left.isNegative() ? Duration.ZERO : left, () -> {
            expired = begun;
            limited.cancel();
        });
    }

    /** The phase that took too long, as a predicate about the server. */
    Optional<String> expired() {
        return Optional.ofNullable(expired);
    }
}
