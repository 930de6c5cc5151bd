package io.github.camelelevenlabs.stt.repository;

import io.github.camelelevenlabs.stt.repository.Leases.Lease;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import net.javacrumbs.shedlock.core.LockProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Permits that are locks of ShedLock, one lock each, in whatever store its {@code LockProvider} uses: a database, Redis, Hazelcast,
 * Kubernetes and others. A lock is a lease. It is renewed while a session holds it and given back when no session needs it; when the
 * instance dies, another one gets it once the lease is over.
 *
 * <p>The provider has to support {@code SimpleLock.extend}, and must know the processes by different names: where two of them may run on
 * one host, {@code withLockedByValue} of the JDBC provider sets one. A store that does not answer in time should fail: give its client
 * timeouts that are shorter than a third of the lease.
 *
 * <p>An instance that cannot renew a lease in time, since it slept or the store was away, ends no session. It logs a warning, and
 * opens no others until it has as many permits again as it has sessions. In that time other instances may have taken its
 * permits, so the account may see more sessions than {@code count}.
 *
 * <p>Sessions of one instance get their permits in the order in which they asked. Between instances chance decides: each asks for free
 * permits about twice a second while sessions wait. It passes a permit on among its own sessions for no longer than one lease, then gives
 * it back and lets the others ask first. Sessions that open together collect their permits for up to one lease, then give them back and begin again, so that two such groups never wait
 * for each other.
 *
 * <p>Waiting costs no thread. One thread per object talks to the store, however many sessions there are, and ends when there is nothing to
 * do. Safe for use by many threads; no method blocks.
 */
public final class LockedSessionPermits implements SessionPermits {

    private static final Logger LOG = LoggerFactory.getLogger(LockedSessionPermits.class);

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration MIN_LEASE = Duration.ofSeconds(3);
    private static final Duration MAX_LEASE = Duration.ofHours(1);

    /** ShedLock's table has 64 characters for the name of a lock, which ends with a number. */
    private static final int MAX_NAME_LENGTH = 50;

    /** The time between two rounds of questions, on average. */
    static final Duration ASKING = Duration.ofMillis(500);

    /** In one round, so that many permits that others hold do not keep the store busy. The next round goes on with the next ones. */
    static final int MAX_QUESTIONS = 50;

    private final int count;
    private final String name;
    private final Duration lease;
    private final StoreThread thread;
    private final LockStore store;
    private final Turns turns = new Turns();

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Set<SessionGroup> queue = new LinkedHashSet<>();
    /** Sessions of the queue; a group counts as many. */
    private int waiting;

    private final Leases leases;
    /** How many sessions have had their turn and have not left. Larger than the number of leases when some were lost. */
    private int sessions;
    /** Whether a warning says that sessions run without permits. */
    private boolean lacking;

    private boolean asking;
    private boolean renewing;
    private long renewAt;

    /** Of the lock that is asked for next. Touched on the store's thread only. */
    private int nextNumber;

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
     * @param name  of the account, up to 50 characters; the locks are named by it and a number
     * @param lease after which the permits of a crashed instance are free, 3 s to 1 h; renewed three times in it
     */
    public LockedSessionPermits(LockProvider locks, int count, String name, Duration lease) {
        this(locks, count, name, lease, new StoreThread());
    }

    LockedSessionPermits(LockProvider locks, int count, String name, Duration lease, StoreThread thread) {
        if (count < 1) {
            throw new IllegalArgumentException("count=" + count + " is not allowed; 1 or more is");
        }
        if (lease.compareTo(MIN_LEASE) < 0 || lease.compareTo(MAX_LEASE) > 0) {
            throw new IllegalArgumentException("lease=" + lease + " is not allowed; 3 s to 1 h is");
        }
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("a name of " + name.length() + " characters is not allowed; 1 to "
                    + MAX_NAME_LENGTH + " are, and not only spaces");
        }
        this.count = count;
        this.name = name;
        this.lease = lease;
        this.thread = thread;
        this.store = new LockStore(Objects.requireNonNull(locks, "locks"), name, lease, thread);
        this.leases = new Leases(lease);
        this.nextNumber = ThreadLocalRandom.current().nextInt(count);
    }

    @Override
    public Place enter(int together, Runnable turn) {
        if (together < 1 || together > count) {
            throw new IllegalArgumentException(
                    together + " sessions cannot get permits together where there are " + count);
        }
        SessionGroup entering = new SessionGroup(together, turn, this::leave);
        guarded(() -> {
            waiting += together;
            return queue.add(entering);
        });
        proceed();
        return entering;
    }

    private void leave(SessionGroup leaving) {
        guarded(() -> {
            if (leaving.isInside()) {
                sessions -= leaving.size();
            } else {
                waiting -= leaving.size();
            }
            return queue.remove(leaving);
        });
        proceed();
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int held() {
        return guarded(() -> {
            leases.expire(thread.nanoTime());
            return leases.size();
        });
    }

    @Override
    public int waiting() {
        return guarded(() -> waiting);
    }

    @Override
    public CompletionStage<Void> giveBack() {
        CompletableFuture<Void> given = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                giveBackFree();
            } catch (RuntimeException | Error away) {
                LOG.trace("The session permits {} were not given back", name, away);
            } finally {
                given.complete(null);
            }
        });
        return given;
    }

    private <T> T guarded(Supplier<T> task) {
        lock.lock();
        try {
            return task.get();
        } finally {
            lock.unlock();
        }
    }

    /** Gives turns to those for whom there are permits, and has the store asked when there are too few or too many. */
    private void proceed() {
        Optional<Runnable> report = guarded(() -> {
            leases.expire(thread.nanoTime());
            admit();
            keepUp();
            return report();
        });
        report.ifPresent(Runnable::run);
        turns.run();
    }

    /** What is to be logged when leases were lost or are all there again. Called with the lock held, as the next ones. */
    private Optional<Runnable> report() {
        int without = -free();
        if (without > 0 == lacking) {
            return Optional.empty();
        }
        lacking = without > 0;
        return Optional.of(
                lacking
                        ? () -> LOG.warn(
                                "Session permits {} were lost, because they could not be renewed in time; their sessions go on, {}"
                                        + " without a permit, and no other begins until there are permits for them",
                                name,
                                without)
                        : () -> LOG.info("There are session permits {} again for all sessions that run", name));
    }

    private void admit() {
        for (SessionGroup next = head(); next != null && next.size() <= usable(); next = head()) {
            queue.remove(next);
            waiting -= next.size();
            next.goIn();
            sessions += next.size();
            turns.add(next::run);
        }
    }

    private SessionGroup head() {
        return queue.isEmpty() ? null : queue.iterator().next();
    }

    /** Leases that no session has; negative when some were lost. */
    private int free() {
        return leases.size() - sessions;
    }

    /** Leases that the next session may have. */
    private int usable() {
        long now = thread.nanoTime();
        return Math.min(leases.timely(now) - sessions, Math.min(free(), leases.fresh(now)));
    }

    /** Leases that are lacking: for sessions that wait, or for those whose leases were lost. */
    private int missing() {
        return Math.min(count, sessions + waiting) - leases.size();
    }

    private void keepUp() {
        if (!asking && (missing() > 0 || free() > 0)) {
            asking = true;
            thread.execute(this::ask);
        }
        if (!renewing && leases.size() > 0) {
            renewing = true;
            renewIn(leases.untilRenewal(thread.nanoTime()));
        }
    }

    private void renewIn(Duration wait) {
        renewAt = thread.nanoTime() + wait.toNanos();
        thread.schedule(wait, this::renew);
    }

    /** Gives back what no session can use, or else takes what is lacking: never both, so that other instances get their chance. */
    private void ask() {
        Duration next = pause();
        try {
            if (giveBackFree()) {
                // Longer than any other pause, so that every other instance asks first.
                next = next.plus(ASKING);
            } else {
                take();
            }
        } catch (RuntimeException | Error away) {
            LOG.trace("The store of the session permits {} did not answer", name, away);
        }
        askAgainIn(next);
        proceed();
    }

    private void askAgainIn(Duration wait) {
        guarded(() -> {
            asking = missing() > 0 || free() > 0;
            if (asking) {
                thread.schedule(wait, this::ask);
            }
            return asking;
        });
    }

    /** Chance keeps instances from asking in step. */
    private static Duration pause() {
        long average = ASKING.toMillis();
        return Duration.ofMillis(average / 2 + ThreadLocalRandom.current().nextLong(average));
    }

    /** Gives back what no session can use. Returns whether there was any. */
    private boolean giveBackFree() {
        boolean collecting = guarded(this::isCollecting);
        boolean any = false;
        for (Optional<Lease> free = removeFree(collecting); free.isPresent(); free = removeFree(collecting)) {
            any = true;
            // Removed before: if this fails, nobody knows whether the store has unlocked it.
            store.giveBack(free.get());
            LOG.debug("{} is given back", free.get().name());
        }
        return any;
    }

    private Optional<Lease> removeFree(boolean collecting) {
        return guarded(() -> {
            leases.expire(thread.nanoTime());
            return free() > (collecting ? usable() : 0) ? leases.removeOldest() : Optional.empty();
        });
    }

    /** Whether those who are next keep what they have, until there are enough permits for all of them. */
    private boolean isCollecting() {
        SessionGroup next = head();
        return free() > 0 && next != null && next.size() > 1 && next.collects(thread.nanoTime(), lease);
    }

    private void take() {
        int questions = Math.min(count, MAX_QUESTIONS);
        for (int asked = 0; asked < questions && isMissing(asked > 0); asked++) {
            String lockName = name + "-" + nextNumber;
            nextNumber = (nextNumber + 1) % count;
            if (!guarded(() -> leases.holds(lockName))) {
                store.take(lockName).ifPresent(this::add);
            }
        }
    }

    /** @param renewalsFirst whether a renewal that is due comes first */
    private boolean isMissing(boolean renewalsFirst) {
        return guarded(() -> missing() > 0 && !(renewalsFirst && renewing && renewAt - thread.nanoTime() <= 0));
    }

    private void add(Lease taken) {
        LOG.debug("{} is taken", taken.name());
        guarded(() -> {
            leases.add(taken);
            return taken;
        });
        proceed();
    }

    private void renew() {
        boolean failed = false;
        for (Lease due : guarded(leases::byExpiry)) {
            failed |= !renew(due);
        }
        Optional<Duration> again = failed ? Optional.of(pause()) : Optional.empty();
        guarded(() -> {
            renewing = leases.size() > 0;
            if (renewing) {
                renewIn(again.orElseGet(() -> leases.untilRenewal(thread.nanoTime())));
            }
            return renewing;
        });
        proceed();
    }

    /** Returns false when the store could not be asked; it may be asked again while the lease lasts. */
    private boolean renew(Lease due) {
        Optional<Lease> renewed;
        try {
            renewed = store.renew(due);
        } catch (RuntimeException | Error away) {
            LOG.trace("{} was not renewed", due.name(), away);
            return false;
        }
        guarded(() -> {
            leases.replace(due, renewed);
            return renewed;
        });
        return true;
    }
}
