package io.github.camelelevenlabs.stt.repository;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions that wait for permits together, later have them; usually one. */
final class SessionGroup implements SessionPermits.Place {

    private static final Logger LOG = LoggerFactory.getLogger(LockedSessionPermits.class);

    private final int size;
    private final Runnable turn;
    private final Consumer<SessionGroup> onLeave;
    private final AtomicBoolean left = new AtomicBoolean();
    // Guarded by the lock of the permits:
    private boolean inside;
    /** When the permits that are too few are given back; empty before there are any. */
    private Optional<Long> collectsUntil = Optional.empty();

    SessionGroup(int size, Runnable turn, Consumer<SessionGroup> onLeave) {
        this.size = size;
        this.turn = Objects.requireNonNull(turn, "turn");
        this.onLeave = onLeave;
    }

    int size() {
        return size;
    }

    void goIn() {
        inside = true;
    }

    boolean isInside() {
        return inside;
    }

    /**
     * Whether the group keeps the permits that are there until there are enough. Chance decides how long, so that of two groups one gives
     * up first. When this has been false once, the next call begins anew.
     */
    boolean collects(long now, Duration most) {
        long until = collectsUntil.orElseGet(
                () -> now + ThreadLocalRandom.current().nextLong(most.toNanos() / 2, most.toNanos()));
        boolean collects = until - now > 0;
        collectsUntil = collects ? Optional.of(until) : Optional.empty();
        return collects;
    }

    /** Runs the turn, unless the group has left. A turn that fails affects no other. */
    void run() {
        if (left.get()) {
            return;
        }
        try {
            turn.run();
        } catch (RuntimeException | Error bug) {
            LOG.error("A session could not take its turn; it gives its permit back", bug);
            leave();
        }
    }

    @Override
    public void leave() {
        if (left.compareAndSet(false, true)) {
            onLeave.accept(this);
        }
    }
}
