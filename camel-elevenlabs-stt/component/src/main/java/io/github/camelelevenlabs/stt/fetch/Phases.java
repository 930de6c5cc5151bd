package io.github.camelelevenlabs.stt.fetch;

import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * Limits the total time to connect and the total time until the response: a server that sends a byte now and then, or
 * one interim response or redirect after another, never causes a read timeout. Used by the requesting thread; alarms
 * run on another thread.
 */
final class Phases {

    private static final Runnable NONE = () -> {};

    private final Alarms alarms;
    private final Duration limit;

    private HttpUriRequestBase request;
    private Duration connecting = Duration.ZERO;
    private Duration answering = Duration.ZERO;
    private long since;
    private boolean connected;
    private Runnable alarm = NONE;
    private volatile String expired;

    /** @param limit the limit for each phase, including all redirects */
    Phases(Alarms alarms, Duration limit) {
        this.alarms = alarms;
        this.limit = limit;
    }

    /** Starts the phase that resolves the name, connects, and negotiates TLS. */
    void onConnect(HttpUriRequestBase sent, long now) {
        request = sent;
        connected = false;
        begin(connecting, "was not connected within " + limit.toMillis() + " ms", now);
    }

    /** Starts the phase from sending the request to the headers of the response, including interim responses. */
    void onConnected(long now) {
        alarm.run();
        connecting = connecting.plusNanos(now - since);
        connected = true;
        begin(answering, "did not answer within " + limit.toMillis() + " ms, redirects included", now);
    }

    /** Ends the last phase: the headers have arrived, or the request has failed. */
    void onDone(long now) {
        alarm.run();
        alarm = NONE;
        Duration spent = Duration.ofNanos(now - since);
        if (connected) {
            answering = answering.plus(spent);
        } else {
            connecting = connecting.plus(spent);
        }
    }

    private void begin(Duration spent, String what, long now) {
        since = now;
        HttpUriRequestBase limited = request;
        Duration left = limit.minus(spent);
        alarm = alarms.set(left.isNegative() ? Duration.ZERO : left, () -> {
            expired = what;
            limited.cancel();
        });
    }

    /** The phase that took too long, as a predicate about the server. */
    Optional<String> expired() {
        return Optional.ofNullable(expired);
    }
}
