package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.session.SessionEnd;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import io.github.camelelevenlabs.stt.session.SessionState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether the service can be used for a name, as far as its sessions have found out: nobody is asked. A session that ended
 * in a failure of the service speaks against it until another session is started, or for a minute: whoever keeps audio
 * away from an application that is not ready must see it become ready again without any. Safe for use by many threads.
 */
final class ServiceState {

    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private volatile Trouble last;

    /** @param over whether the service was seen to work since, or a session lives that will find out */
    private record Trouble(SessionFailure why, long at, boolean over) {}

    ServiceState(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The service has started a session. */
    void started() {
        Trouble before = last;
        if (before != null) {
            last = new Trouble(before.why(), before.at(), true);
        }
    }

    /** A session has lost its connection and goes on. */
    void reconnecting(SessionFailure why) {
        last = new Trouble(why, nanoTime.getAsLong(), true);
    }

    void ended(SessionEnd end) {
        end.failure()
                .filter(why -> why.code().isOfService())
                .ifPresent(why -> last = new Trouble(why, nanoTime.getAsLong(), false));
    }

    /** What went wrong last, however long ago. */
    Optional<SessionFailure> lastFailure() {
        return Optional.ofNullable(last).map(Trouble::why);
    }

    /** What speaks against it. @param sessions that live now */
    Optional<SessionFailure> trouble(List<SessionSnapshot> sessions) {
        Optional<SessionFailure> outage = sessions.stream()
                .filter(session -> session.state() == SessionState.BACKING_OFF)
                .flatMap(session -> session.lastFailure().stream())
                .findFirst();
        return outage.or(() -> Optional.ofNullable(last)
                .filter(trouble -> !trouble.over() && nanoTime.getAsLong() - trouble.at() < REMEMBERED.toNanos())
                .map(Trouble::why));
    }
}
