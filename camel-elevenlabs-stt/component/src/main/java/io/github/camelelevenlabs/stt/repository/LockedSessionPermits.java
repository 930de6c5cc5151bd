package io.github.camelelevenlabs.stt.repository;

import io.github.camelelevenlabs.stt.text.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Permits that are locks of ShedLock, one lock each, in whatever store its {@code LockProvider} uses: a database, Redis, Hazelcast,
 * Kubernetes and others. A lock is a lease. It is renewed while a session holds it and given back when no session needs it; when the
 * instance dies, another one gets it once the lease is over.
 *
 * <p>An instance that cannot renew a lease in time, since it slept or the store was away, ends no session. It logs a warning, and
 * opens no others until it has as many permits again as it has sessions. In that time other instances may have taken its
 * permits, so the account may see more sessions than {@code count}.
 *
 * <p>Sessions of one instance get their permits in the order in which they asked. Between instances chance decides: each asks for free
 * permits about twice a second while sessions wait, and passes a permit on among its own sessions for no longer than one lease.
 *
 * <p>Waiting costs no thread. One thread per object talks to the store, however many sessions there are, and ends when there is nothing to
 * do. Safe for use by many store; no method blocks.
 */
public final class LockedSessionPermits implements SessionPermits {

    private static final Logger LOG = LoggerFactory.getLogger(LockedSessionPermits.class);

    private static final Duration LEASE = Duration.ofSeconds(30);

    /** The time between two questions for permits, on average. */
    static final Duration ASKING = Duration.ofMillis(500);

    private final LockProvider locks;
    private final int count;
    private final String name;
    private final Duration lease;
    private final StoreThread store;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Deque<Waiting> queue = new ArrayDeque<>();
    /** By name. Changed on the store's thread only. */
    private final Map<String, Permit> permits = new HashMap<>();
    /** How many sessions have had their turn and have not left. Larger than the number of permits when leases were lost. */
    private int sessions;

    private boolean asking;
    private boolean renewing;

    private volatile boolean storeAway;

    /**
     * A lock that this instance holds.
     *
     * @param since   when it was taken, by the clock of the store
     * @param expires when it may be another's, unless it is renewed
     */
    private record Permit(String name, SimpleLock lock, long since, long expires) {}

    /**
     * Permits under the name {@code elevenlabs-stt}, with a lease of 30 s.
     *
     * @param locks has to support {@code SimpleLock.extend}
     * @param count how many sessions all instances together may have, at least 1; the same in each of them
     */
    public LockedSessionPermits(LockProvider locks, int count) {
        this(locks, count, "elevenlabs-stt", LEASE);
    }

    /**
     * @param locks has to support {@code SimpleLock.extend}
     * @param count how many sessions all instances together may have, at least 1; the same in each of them
     * @param name  of the account; the locks are named by it and a number
     * @param lease after which the permits of a crashed instance are free, at least 3 s; renewed three times in it
     */
    public LockedSessionPermits(LockProvider locks, int count, String name, Duration lease) {
        this(locks, count, name, lease, new StoreThread());
    }

    LockedSessionPermits(LockProvider locks, int count, String name, Duration lease, StoreThread store) {
        if (count < 1) {
            throw new IllegalArgumentException("count=" + count + " is not allowed; 1 or more is");
        }
        if (lease.compareTo(Duration.ofSeconds(3)) < 0) {
            throw new IllegalArgumentException("lease=" + lease + " is not allowed; 3 s or more is");
        }
        this.locks = locks;
        this.count = count;
        this.name = name;
        this.lease = lease;
        this.store = store;
    }

    @Override
    public Place enter(int together, Runnable turn) {
        if (together < 1 || together > count) {
            throw new IllegalArgumentException(
                    together + " sessions cannot get permits together where there are " + count);
        }
        Waiting entering = new Waiting(together, turn);
        lock.lock();
        try {
            queue.addLast(entering);
        } finally {
            lock.unlock();
        }
        proceed();
        return entering;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int held() {
        lock.lock();
        try {
            return permits.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int waiting() {
        lock.lock();
        try {
            return queue.stream().mapToInt(waiting -> waiting.together).sum();
        } finally {
            lock.unlock();
        }
    }

    /** Gives turns to those for whom there are permits, and has the store asked when there are too few or too many. */
    private void proceed() {
        List<Waiting> admitted = new ArrayList<>();
        lock.lock();
        try {
            while (!queue.isEmpty() && queue.peek().together <= usable()) {
                Waiting next = queue.remove();
                next.inside = true;
                sessions += next.together;
                admitted.add(next);
            }
            if (!asking && (missing() > 0 || free() > 0)) {
                asking = true;
                store.execute(this::ask);
            }
            if (!renewing && !permits.isEmpty()) {
                renewing = true;
                store.schedule(lease.dividedBy(3), this::renew);
            }
        } finally {
            lock.unlock();
        }
        admitted.forEach(Waiting::run);
    }

    /** Permits that no session has; negative when leases were lost. Called with the lock held, as the next two. */
    private int free() {
        return permits.size() - sessions;
    }

    /** Permits that may be given to the next session: those whose lease is surely not over, and that were not passed on for long. */
    private int usable() {
        long now = store.nanoTime();
        int valid = 0;
        int fresh = 0;
        for (Permit permit : permits.values()) {
            valid += permit.expires - now > 0 ? 1 : 0;
            fresh += now - permit.since < lease.toNanos() ? 1 : 0;
        }
        return Math.min(valid - sessions, fresh);
    }

    /** Permits that are lacking: for sessions that wait, or for those whose leases were lost. */
    private int missing() {
        return Math.min(count, sessions + waiting()) - permits.size();
    }

    /** Gives back what no session can use, or else takes what is lacking: never both, so that other instances get their chance. */
    private void ask() {
        try {
            if (!giveBack()) {
                take();
            }
            storeAnswered();
        } catch (RuntimeException | Error failure) {
            onStoreAway(failure);
        }
        lock.lock();
        try {
            asking = missing() > 0;
            if (asking) {
                // Chance keeps instances from asking in step.
                long millis =
                        ASKING.toMillis() / 2 + ThreadLocalRandom.current().nextLong(ASKING.toMillis());
                store.schedule(Duration.ofMillis(millis), this::ask);
            }
        } finally {
            lock.unlock();
        }
        proceed();
    }

    /** Unlocks what is free. Returns whether there was any. */
    private boolean giveBack() {
        List<Permit> unused;
        lock.lock();
        try {
            unused = permits.values().stream()
                    .sorted(Comparator.comparingLong(Permit::since))
                    .limit(Math.max(0, free()))
                    .toList();
            unused.forEach(permit -> permits.remove(permit.name));
        } finally {
            lock.unlock();
        }
        unused.forEach(permit -> permit.lock.unlock());
        return !unused.isEmpty();
    }

    private void take() {
        int first = ThreadLocalRandom.current().nextInt(count);
        for (int number = 0; number < count && isMissing(); number++) {
            String lockName = name + "-" + (first + number) % count;
            if (!permits.containsKey(lockName)) {
                long now = store.nanoTime();
                Optional<SimpleLock> taken =
                        locks.lock(new LockConfiguration(ClockProvider.now(), lockName, lease, Duration.ZERO));
                taken.ifPresent(locked -> add(new Permit(lockName, locked, now, now + lease.toNanos())));
            }
        }
    }

    private boolean isMissing() {
        lock.lock();
        try {
            return missing() > 0;
        } finally {
            lock.unlock();
        }
    }

    private void add(Permit permit) {
        lock.lock();
        try {
            permits.put(permit.name, permit);
        } finally {
            lock.unlock();
        }
        proceed();
    }

    private void renew() {
        List<Permit> due;
        lock.lock();
        try {
            due = List.copyOf(permits.values());
        } finally {
            lock.unlock();
        }
        due.forEach(this::renew);
        lock.lock();
        try {
            renewing = !permits.isEmpty();
            if (renewing) {
                store.schedule(lease.dividedBy(3), this::renew);
            }
        } finally {
            lock.unlock();
        }
        proceed();
    }

    /** A renewal that fails is tried again while the lease lasts; a refused one shows that the permit may be another's. */
    private void renew(Permit permit) {
        long now = store.nanoTime();
        Optional<Permit> renewed;
        try {
            renewed = permit.lock
                    .extend(lease, Duration.ZERO)
                    .map(extended -> new Permit(permit.name, extended, permit.since, now + lease.toNanos()));
            storeAnswered();
        } catch (RuntimeException | Error failure) {
            onStoreAway(failure);
            renewed = Optional.of(permit).filter(kept -> kept.expires - store.nanoTime() > 0);
        }
        replace(permit, renewed);
    }

    private void replace(Permit permit, Optional<Permit> renewed) {
        int lacking;
        lock.lock();
        try {
            renewed.ifPresentOrElse(kept -> permits.put(kept.name, kept), () -> permits.remove(permit.name));
            lacking = -free();
        } finally {
            lock.unlock();
        }
        if (renewed.isEmpty() && lacking > 0) {
            LOG.warn(
                    "The lease of session permit {} was lost, and its session goes on: {} sessions run without a permit; no other"
                            + " session begins until there are permits for them",
                    permit.name,
                    lacking);
        }
    }

    private void onStoreAway(Throwable failure) {
        boolean first = !storeAway;
        storeAway = true;
        if (first) {
            LOG.warn(
                    "The store of the session permits {} cannot be used; sessions wait until it can: {}",
                    name,
                    Reason.of(failure));
        }
    }

    private void storeAnswered() {
        if (storeAway) {
            storeAway = false;
            LOG.info("The store of the session permits {} can be used again", name);
        }
    }

    /** Sessions that wait for permits together, later have them. */
    private final class Waiting implements Place {
        private final int together;
        private final Runnable turn;
        // Guarded by the lock:
        private boolean inside;
        private boolean left;

        private Waiting(int together, Runnable turn) {
            this.together = together;
            this.turn = turn;
        }

        /** A turn that fails affects no other. */
        private void run() {
            try {
                turn.run();
            } catch (RuntimeException | Error bug) {
                LOG.error("A session could not take its turn; it gives its permit back", bug);
                leave();
            }
        }

        @Override
        public void leave() {
            lock.lock();
            try {
                if (left) {
                    return;
                }
                left = true;
                if (inside) {
                    sessions -= together;
                } else {
                    queue.remove(this);
                }
            } finally {
                lock.unlock();
            }
            proceed();
        }
    }
}
