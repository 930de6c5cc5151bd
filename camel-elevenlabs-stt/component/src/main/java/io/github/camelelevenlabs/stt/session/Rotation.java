package io.github.camelelevenlabs.stt.session;

import java.time.Duration;

/**
 * Replaces a connection before it reaches its maximum age. The next one is made while the old one still works, and takes over
 * in a pause, or at the maximum age at the latest. Used on the session's loop; times are nanoseconds of its clock.
 */
final class Rotation {

    private static final Duration MAX_LEAD = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Duration maxAge;
    private final Duration lead;

    private long bornAt;
    private long notBefore;
    private Connection successor;
    private boolean ready;

    /** @param maxAge zero for never */
    Rotation(Duration maxAge) {
        this.maxAge = maxAge;
        Duration quarter = maxAge.dividedBy(4);
        this.lead = quarter.compareTo(MAX_LEAD) < 0 ? quarter : MAX_LEAD;
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
        boolean old = age(now).compareTo(maxAge.minus(lead)) >= 0;
        return !maxAge.isZero() && successor == null && old && now >= notBefore;
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
    boolean isDue(Duration quiet, long now) {
        return ready && quiet.compareTo(pauseWanted(now)) >= 0;
    }

    private Duration pauseWanted(long now) {
        Duration left = maxAge.minus(lead.dividedBy(4)).minus(age(now));
        if (left.isNegative() || left.isZero()) {
            return Duration.ZERO;
        }
        boolean urgent = left.compareTo(lead.dividedBy(2)) < 0;
        return urgent ? CommitPolicy.GAP : CommitPolicy.PAUSE;
    }

    private Duration age(long now) {
        return Duration.ofNanos(now - bornAt);
    }
}
