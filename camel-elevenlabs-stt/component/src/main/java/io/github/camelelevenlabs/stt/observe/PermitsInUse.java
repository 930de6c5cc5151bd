package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.repository.SessionPermits;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The session permits of endpoints that are started, and their meters. Safe for use by many threads. */
public final class PermitsInUse {

    private static final Logger LOG = LoggerFactory.getLogger(PermitsInUse.class);

    private final Function<SessionPermits, AutoCloseable> meters;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock. */
    private final Map<SessionPermits, Use> uses = new IdentityHashMap<>();

    private static final class Use {
        private final AutoCloseable meters;
        private int endpoints;

        private Use(AutoCloseable meters) {
            this.meters = meters;
        }
    }

    /** @param meters registers the meters of permits, until the result is closed */
    public PermitsInUse(Function<SessionPermits, AutoCloseable> meters) {
        this.meters = meters;
    }

    /** An endpoint that uses permits starts. */
    public void begin(SessionPermits permits) {
        lock.lock();
        try {
            uses.computeIfAbsent(permits, first -> new Use(meters.apply(first))).endpoints++;
        } finally {
            lock.unlock();
        }
    }

    /** It stops. */
    public void end(SessionPermits permits) {
        lock.lock();
        try {
            Use use = uses.get(permits);
            if (use != null && --use.endpoints == 0) {
                uses.remove(permits);
                use.meters.close();
            }
        } catch (Exception e) {
            LOG.debug("The meters of {} could not be closed", permits.name(), e);
        } finally {
            lock.unlock();
        }
    }

    public List<SessionPermits> all() {
        lock.lock();
        try {
            return List.copyOf(uses.keySet());
        } finally {
            lock.unlock();
        }
    }
}
