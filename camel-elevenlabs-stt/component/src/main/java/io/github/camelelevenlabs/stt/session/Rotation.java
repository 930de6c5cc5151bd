package io.github.camelelevenlabs.stt.session;

import java.time.Duration;

/**
 * Replaces a connection before it reaches its maximum age. The next one is made while the old one still works, and takes over
 * in a pause, or at the maximum age at the latest. Used on the session's loop; times are nanoseconds of its clock, and lengths of audio are
 * nanoseconds too.
 */
final class Rotation {

    private static final Duration MAX_LEAD = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final long maxAge;
    private final long lead;

    private long bornAt;
    private long notBefore;
    private Connection successor;
    private boolean ready;

    /** @param maxAge zero for never */
    Rotation(Duration maxAge) {
        this.maxAge = maxAge.toNanos();
        this.lead = Math.min(this.maxAge / 4, MAX_LEAD.toNanos());
    }

    /** A new connection is in use. */
    void begin(long now) {
        bornAt = now;
        notBefore = now;
        successor = null;
        ready = false;
    }

    /** Whether it is time to make the next connection. */
    boolean needsSuccessor(long now) {
        boolean old = now - bornAt >= maxAge - lead;
        return maxAge > 0 && successor == null && old && now >= notBefore;
    }

    void successor(Connection next) {
        successor = next;
    }

    Connection successor() {
        return successor;
    }

    /** Drops the next connection, which is not needed any more. */
    void drop() {
        if (successor != null) {
            successor.abandon();
            successor = null;
            ready = false;
        }
    }

    void ready() {
        ready = true;
    }

    /** The next connection failed before it took over; another one is made after a while. */
    void lost(long now) {
        successor = null;
        ready = false;
        notBefore = now + RETRY.toNanos();
    }

    /**
     * Whether the next connection should take over now: in a pause, which may be shorter as the age grows, and at last anywhere.
     *
     * @param quiet how long it has been quiet
     */
    boolean isDue(long quiet, long now) {
        return ready && quiet >= pauseWanted(now);
    }

    private long pauseWanted(long now) {
        long left = maxAge - lead / 4 - (now - bornAt);
        if (left <= 0) {
            return 0;
        }
        boolean urgent = left < lead / 2;
        return (urgent ? CommitPolicy.GAP : CommitPolicy.PAUSE).toNanos();
    }
}
