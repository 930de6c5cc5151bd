package io.github.camelelevenlabs.stt.repository;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.javacrumbs.shedlock.core.SimpleLock;

/**
 * The locks that an instance holds, each with a lease. Times are monotonic nanoseconds; only differences are meaningful. Not safe for use
 * by many threads.
 */
final class Leases {

    /**
     * A lock that this instance holds.
     *
     * @param since   when the lock was taken
     * @param expires when another instance may take it, unless it is renewed; measured from before the store was asked
     */
    record Lease(String name, SimpleLock lock, long since, long expires) {

        boolean isOver(long now) {
            return expires - now <= 0;
        }
    }

    private static final Comparator<Lease> BY_EXPIRY = (one, other) -> Long.signum(one.expires - other.expires);
    private static final Comparator<Lease> BY_AGE = (one, other) -> Long.signum(one.since - other.since);

    private final Map<String, Lease> byName = new HashMap<>();
    private final long passedOn;

    /** @param passedOn how long a lock may pass from session to session, so that other instances get their chance */
    Leases(Duration passedOn) {
        this.passedOn = passedOn.toNanos();
    }

    int size() {
        return byName.size();
    }

    boolean holds(String name) {
        return byName.containsKey(name);
    }

    /** How many may pass to another session. */
    int fresh(long now) {
        return (int) byName.values().stream()
                .filter(lease -> now - lease.since < passedOn)
                .count();
    }

    void add(Lease taken) {
        byName.put(taken.name, taken);
    }

    /** Replaces a lease by what its renewal gave, unless it has been removed meanwhile. @param renewed empty when it is lost */
    void replace(Lease old, Optional<Lease> renewed) {
        if (renewed.isPresent()) {
            byName.replace(old.name, old, renewed.get());
        } else {
            byName.remove(old.name, old);
        }
    }

    /** Removes the leases that are over. */
    void expire(long now) {
        byName.values().removeIf(lease -> lease.isOver(now));
    }

    Optional<Lease> removeOldest() {
        Optional<Lease> oldest = byName.values().stream().min(BY_AGE);
        oldest.ifPresent(lease -> byName.remove(lease.name));
        return oldest;
    }

    /** The lease that ends first is the first one. */
    List<Lease> byExpiry() {
        return byName.values().stream().sorted(BY_EXPIRY).toList();
    }
}
