package io.github.camelelevenlabs.stt.repository;

import io.github.camelelevenlabs.stt.repository.Leases.Lease;
import io.github.camelelevenlabs.stt.text.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of ShedLock's locks. Logs when it cannot be used and when it can again; a method that cannot use it throws what ShedLock does.
 * Every method blocks until the store answers. Used by one thread only.
 */
final class LockStore {

    // Under this name users look for the lines.
    private static final Logger LOG = LoggerFactory.getLogger(LockedSessionPermits.class);

    private final LockProvider locks;
    private final String name;
    private final Duration lease;
    private final StoreThread thread;
    private boolean away;

    LockStore(LockProvider locks, String name, Duration lease, StoreThread thread) {
        this.locks = locks;
        this.name = name;
        this.lease = lease;
        this.thread = thread;
    }

    /** Takes a lock; empty when another instance has it. */
    Optional<Lease> take(String lockName) {
        long now = thread.nanoTime();
        return called(() -> locks.lock(new LockConfiguration(ClockProvider.now(), lockName, lease, Duration.ZERO)))
                .map(taken -> new Lease(lockName, taken, now, now + lease.toNanos()));
    }

    /**
     * Renews a lease; empty when it is lost. A lease that ends before the store has answered is lost even if the store has renewed it:
     * another instance may have had it meanwhile, and stores know instances by names that two of them may share.
     */
    Optional<Lease> renew(Lease due) {
        long now = thread.nanoTime();
        if (due.isOver(now)) {
            return Optional.empty();
        }
        return called(() -> due.lock().extend(lease, Duration.ZERO))
                .filter(extended -> !due.isOver(thread.nanoTime()))
                .map(extended -> new Lease(due.name(), extended, due.since(), now + lease.toNanos()));
    }

    void giveBack(Lease free) {
        called(() -> {
            free.lock().unlock();
            return free;
        });
    }

    private <T> T called(Supplier<T> question) {
        T answer;
        try {
            answer = question.get();
        } catch (RuntimeException | Error failure) {
            onAway(failure);
            throw failure;
        }
        if (away) {
            away = false;
            LOG.info("The store of the session permits {} can be used again", name);
        }
        return answer;
    }

    private void onAway(Throwable failure) {
        if (!away) {
            away = true;
            LOG.warn(
                    "The store of the session permits {} cannot be used; sessions wait until it can: {}",
                    name,
                    failure instanceof UnsupportedOperationException
                            ? "its LockProvider does not extend locks; use one that does"
                            : Reason.of(failure));
        }
    }
}
