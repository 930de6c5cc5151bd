package io.github.camelelevenlabs.stt.session;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Replaces a connection before it reaches its maximum age, and when the service is to be told something else. The next one is made while
 * the old one still works, and takes over in a pause, or at last anywhere. Used on the session's loop; times are nanoseconds of its
 * clock, and lengths of audio are nanoseconds too.
 */
final class Rotation {

    private static final Duration MAX_LEAD = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** For changes, no connection is replaced sooner after the last replacement, or after a next connection that failed. */
    static final Duration CHANGE_INTERVAL = Duration.ofSeconds(10);

    /**
     * And no sooner than this many times as long as audio was held back for the last one. Otherwise audio of a live source would wait
     * longer with each change when answers are slow, until it is given up.
     */
    static final int CATCH_UP = 4;

    /** A change that has waited this long for a pause is content with a gap between words. */
    static final Duration CHANGE_IN_GAP = Duration.ofSeconds(10);

    /** A change that has waited this long waits no longer: speech without any gap would soon be committed anywhere too. */
    static final Duration CHANGE_ANYWHERE = Duration.ofSeconds(25);

    private final long maxAge;
    private final long lead;

    private long bornAt;
    private long notBefore;
    private Connection successor;
    private boolean ready;

    private boolean changing;
    /** Since when the connection in use has to be replaced for a change. */
    private long changingSince;

    private long noChangeBefore = Long.MIN_VALUE;
    /** A change does not count as waiting before. */
    private long noWaitBefore = Long.MIN_VALUE;

    /** Since when audio is held back for the next connection. */
    private OptionalLong heldBackSince = OptionalLong.empty();

    /** @param maxAge zero for never */
    Rotation(Duration maxAge) {
        this.maxAge = maxAge.toNanos();
        this.lead = Math.min(this.maxAge / 4, MAX_LEAD.toNanos());
    }

    /** A new connection is in use. @param changed whether the service is to be told something else already */
    void begin(boolean changed, long now) {
        if (ready) {
            long caughtUp = CATCH_UP * (now - heldBackSince.orElse(now));
            noChangeBefore = now + Math.max(CHANGE_INTERVAL.toNanos(), caughtUp);
            noWaitBefore = noChangeBefore - CHANGE_INTERVAL.toNanos();
        }
        heldBackSince = OptionalLong.empty();
        bornAt = now;
        notBefore = now;
        successor = null;
        ready = false;
        changing = changed;
        changingSince = Math.max(now, noWaitBefore);
    }

    /** Whether the service is to be told something else than with the connection in use. */
    void change(boolean changed, long now) {
        if (changed && !changing) {
            changingSince = Math.max(now, noWaitBefore);
        } else if (changing && !changed && !isOld(now)) {
            drop();
        }
        changing = changed;
    }

    /** Whether it is time to make the next connection. */
    boolean needsSuccessor(long now) {
        return successor == null && now >= notBefore && (isOld(now) || isChangeAllowed(now));
    }

    private boolean isOld(long now) {
        return maxAge > 0 && now - bornAt >= maxAge - lead;
    }

    private boolean isChangeAllowed(long now) {
        return changing && now >= noChangeBefore;
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
            heldBackSince = OptionalLong.empty();
        }
    }

    void ready() {
        ready = true;
    }

    /** The next connection failed before it took over; another one is made after a while. */
    void lost(long now) {
        successor = null;
        ready = false;
        heldBackSince = OptionalLong.empty();
        notBefore = now + RETRY.toNanos();
        noChangeBefore = now + CHANGE_INTERVAL.toNanos();
    }

    /**
     * Whether the next connection should take over now: in a pause, which may be shorter as the age grows or a change waits, and at last
     * anywhere.
     *
     * @param quiet   how long it has been quiet
     * @param settled whether all sent audio is committed and answered, so that nothing is cut here that is not cut already
     */
    boolean isDue(long quiet, boolean settled, long now) {
        return ready
                && (maxAge > 0 && quiet >= pauseForAge(now) || changing && (settled || quiet >= pauseForChange(now)));
    }

    /** From now on audio is held back, until the next connection takes over. */
    void holdsBack(long now) {
        if (heldBackSince.isEmpty()) {
            heldBackSince = OptionalLong.of(now);
        }
    }

    private long pauseForAge(long now) {
        long left = maxAge - lead / 4 - (now - bornAt);
        if (left <= 0) {
            return 0;
        }
        boolean urgent = left < lead / 2;
        return (urgent ? CommitPolicy.GAP : CommitPolicy.PAUSE).toNanos();
    }

    private long pauseForChange(long now) {
        long waited = now - changingSince;
        if (waited >= CHANGE_ANYWHERE.toNanos()) {
            return 0;
        }
        return (waited >= CHANGE_IN_GAP.toNanos() ? CommitPolicy.GAP : CommitPolicy.PAUSE).toNanos();
    }

    /** When the next step of a change may be due even if no audio comes. */
    OptionalLong nextStep(long now) {
        if (!changing || successor != null && !ready) {
            return OptionalLong.empty();
        }
        if (successor == null) {
            return OptionalLong.of(Math.max(notBefore, noChangeBefore));
        }
        long gap = changingSince + CHANGE_IN_GAP.toNanos();
        long anywhere = changingSince + CHANGE_ANYWHERE.toNanos();
        return now < anywhere ? OptionalLong.of(now < gap ? gap : anywhere) : OptionalLong.empty();
    }
}
