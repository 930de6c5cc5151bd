package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionObserver.Sending;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import io.github.camelelevenlabs.stt.session.SessionState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What can be observed of a name: its sessions, what they have used, and whether they can use the service. All of it comes from the
 * sessions themselves; nothing here calls the service. A session that the service failed counts as trouble until the service starts
 * another session, or for a minute: a readiness check that keeps audio away would otherwise never recover. Safe for use by many
 * threads; no method blocks.
 */
public final class ObservedName {

    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final String name;
    private final UsageTotals totals;
    private final LongSupplier nanoTime;
    private final Set<Conversation> running = ConcurrentHashMap.newKeySet();
    private volatile Trouble last;

    /** @param over whether a session was started since, or the session that had it still runs */
    private record Trouble(SessionFailure why, long at, boolean over) {}

    /** @param whole the totals of all names, which count what is counted here too */
    public ObservedName(String name, UsageTotals whole) {
        this(name, whole, System::nanoTime);
    }

    ObservedName(String name, UsageTotals whole, LongSupplier nanoTime) {
        this.name = name;
        this.totals = whole.part();
        this.nanoTime = nanoTime;
    }

    public String name() {
        return name;
    }

    /** What the sessions of the name have used. */
    public UsageTotals totals() {
        return totals;
    }

    /** The sessions that run now. */
    public List<SessionSnapshot> snapshots() {
        return running.stream().flatMap(session -> session.snapshots().stream()).toList();
    }

    /** The number of sessions that run now. A recording with {@code channels=split} counts as one. */
    public int running() {
        return running.size();
    }

    /** The number of sessions that have lost their connection and wait before the next attempt. */
    public long backingOff() {
        return snapshots().stream().filter(ObservedName::isBackingOff).count();
    }

    private static boolean isBackingOff(SessionSnapshot session) {
        return session.state() == SessionState.BACKING_OFF;
    }

    /** The last failure of a connection or a session, however long ago. */
    public Optional<SessionFailure> lastFailure() {
        return Optional.ofNullable(last).map(Trouble::why);
    }

    /** Why the service cannot be used now, as far as the sessions know; empty when they know of no reason. */
    public Optional<SessionFailure> trouble() {
        Optional<SessionFailure> outage = snapshots().stream()
                .filter(ObservedName::isBackingOff)
                .flatMap(session -> session.lastFailure().stream())
                .findFirst();
        return outage.or(() -> Optional.ofNullable(last)
                .filter(trouble -> !trouble.over() && nanoTime.getAsLong() - trouble.at() < REMEMBERED.toNanos())
                .map(Trouble::why));
    }

    /** A session was opened; the service may not have started it yet. */
    public void opened(Conversation session) {
        running.add(session);
    }

    /** A session has ended, and its last transcript was routed. */
    public void closed(Conversation session) {
        running.remove(session);
    }

    public void forgetSessions() {
        running.clear();
    }

    /** The service has started a session. */
    public void started() {
        totals.started();
        Trouble before = last;
        if (before != null) {
            last = new Trouble(before.why(), before.at(), true);
        }
    }

    /** A session has lost its connection and opens another one. */
    public void reconnecting(SessionFailure why) {
        totals.reconnecting();
        last = new Trouble(why, nanoTime.getAsLong(), true);
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

    /** A session goes on with what a repository has kept. @param unrouted how many transcripts are routed again */
    public void resumed(int unrouted) {
        totals.resumed(unrouted);
    }

    /** A session has failed; one that had ended well may still fail to keep its last entries. */
    public void failed(SessionFailure why) {
        totals.failed();
        if (why.code() == ErrorCode.SUPERSEDED) {
            totals.superseded();
        }
        if (why.code().isOfService()) {
            last = new Trouble(why, nanoTime.getAsLong(), false);
        }
    }
}
