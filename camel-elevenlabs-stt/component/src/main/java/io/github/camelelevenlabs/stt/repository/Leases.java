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
    private final long lease;

    /** @param lease of a lock; it passes from session to session for as long too, so that other instances get their chance */
    Leases(Duration lease) {
        this.lease = lease.toNanos();
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
                .filter(held -> now - held.since < lease)
                .count();
    }

    /** How many may begin a session: those of which half is left. The others are late to be renewed, and may be lost soon. */
    int timely(long now) {
        return (int) byName.values().stream()
                .filter(held -> held.expires - now >= lease / 2)
                .count();
    }

    /** The time until the first one is to be renewed, a third of a lease after the store was asked for it; zero when that is over. */
    Duration untilRenewal(long now) {
        long left = byName.values().stream()
                .mapToLong(held -> held.expires - now)
                .min()
                .orElse(lease);
        return Duration.ofNanos(Math.max(0, left - (lease - lease / 3)));
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
        byName.values().removeIf(held -> held.isOver(now));
    }

    Optional<Lease> removeOldest() {
        Optional<Lease> oldest = byName.values().stream().min(BY_AGE);
        oldest.ifPresent(held -> byName.remove(held.name));
        return oldest;
    }

    /** The lease that ends first is the first one. */
    List<Lease> byExpiry() {
        return byName.values().stream().sorted(BY_EXPIRY).toList();
    }
}
