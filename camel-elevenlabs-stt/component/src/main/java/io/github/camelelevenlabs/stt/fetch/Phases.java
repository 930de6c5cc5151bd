package io.github.camelelevenlabs.stt.fetch;

import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * How long a request may take to connect, and then to be answered, in total: a server that sends a byte now and then, or one
 * interim answer or redirect after another, never lets a read time out. Used by the thread that requests; alarms come from
 * another.
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

    /** @param limit of each phase, over all redirects */
    Phases(Alarms alarms, Duration limit) {
        this.alarms = alarms;
        this.limit = limit;
    }

    /** A name is looked up, a connection made, and TLS agreed on. */
    void onConnect(HttpUriRequestBase sent, long now) {
        request = sent;
        connected = false;
        begin(connecting, "was not connected within " + limit.toMillis() + " ms", now);
    }

    /** The request goes out; what counts from now on is the status and the headers, those of interim answers included. */
    void onConnected(long now) {
        alarm.run();
        connecting = connecting.plusNanos(now - since);
        connected = true;
        begin(answering, "did not answer within " + limit.toMillis() + " ms, redirects included", now);
    }

    /** The headers are there, or the request has failed. */
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

    /** Which phase took too long, as the end of a sentence about the server. */
    Optional<String> expired() {
        return Optional.ofNullable(expired);
    }
}
