package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.session.SessionEnd;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionObserver.Sending;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import io.github.camelelevenlabs.stt.session.SessionState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What the sessions of a name have used, and whether the service can be used for it, as far as they have found out: nobody is asked.
 * A session that ended in a failure of the service speaks against it until another session is started, or for a minute: whoever keeps
 * audio away from an application that is not ready must see it become ready again without any. Safe for use by many threads.
 */
public final class Observations {

    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final UsageTotals totals;
    private final LongSupplier nanoTime;
    private volatile Trouble last;

    /** @param over whether the service was seen to work since, or a session lives that will find out */
    private record Trouble(SessionFailure why, long at, boolean over) {}

    /** @param whole where all that is counted here is counted too */
    public Observations(UsageTotals whole) {
        this(whole, System::nanoTime);
    }

    Observations(UsageTotals whole, LongSupplier nanoTime) {
        this.totals = whole.part();
        this.nanoTime = nanoTime;
    }

    public UsageTotals totals() {
        return totals;
    }

    public void sent(Sending what, Duration audio) {
        totals.sent(what, audio);
    }

    public void segment() {
        totals.segment();
    }

    public void commitAnswered(Duration latency) {
        totals.commitAnswered(latency);
    }

    /** The service has started a session. */
    public void started() {
        totals.started();
        Trouble before = last;
        if (before != null) {
            last = new Trouble(before.why(), before.at(), true);
        }
    }

    /** A session has lost its connection and goes on. */
    public void reconnecting(SessionFailure why) {
        totals.reconnecting();
        last = new Trouble(why, nanoTime.getAsLong(), true);
    }

    public void ended(SessionEnd end) {
        end.failure().ifPresent(why -> totals.failed());
        end.failure()
                .filter(why -> why.code().isOfService())
                .ifPresent(why -> last = new Trouble(why, nanoTime.getAsLong(), false));
    }

    /** What went wrong last, however long ago. */
    public Optional<SessionFailure> lastFailure() {
        return Optional.ofNullable(last).map(Trouble::why);
    }

    /** What speaks against it. @param sessions that live now */
    public Optional<SessionFailure> trouble(List<SessionSnapshot> sessions) {
        Optional<SessionFailure> outage = sessions.stream()
                .filter(session -> session.state() == SessionState.BACKING_OFF)
                .flatMap(session -> session.lastFailure().stream())
                .findFirst();
        return outage.or(() -> Optional.ofNullable(last)
                .filter(trouble -> !trouble.over() && nanoTime.getAsLong() - trouble.at() < REMEMBERED.toNanos())
                .map(Trouble::why));
    }
}
