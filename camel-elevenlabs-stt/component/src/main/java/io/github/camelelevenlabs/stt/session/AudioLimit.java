package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The audio that a conversation has sent on all its connections, replays and padding included, and the most that it may send. The sessions
 * of a recording's channels, which have one format, share it. Used on the session's loop, where no other thread is named.
 */
public final class AudioLimit {

    private final Duration most;
    private final Duration before;
    private final List<Runnable> onReached = new ArrayList<>();

    // Written on the loop, read by any thread. The format is written first:
    private PcmFormat format;
    private volatile long samples;
    private volatile boolean reached;

    /** @param most zero for no limit */
    public AudioLimit(Duration most) {
        this(most, Duration.ZERO);
    }

    /** @param before what the conversation had sent when it was interrupted; it counts too */
    public AudioLimit(Duration most, Duration before) {
        this.most = most;
        this.before = before;
    }

    /** Whether there is one. For any thread. */
    public boolean isSet() {
        return !most.isZero();
    }

    /** @param action called when the limit is reached */
    void onReached(Runnable action) {
        onReached.add(action);
    }

    /** Counts audio that was sent. */
    void sent(int more, PcmFormat of) {
        format = of;
        samples += more;
    }

    /** The number of samples that may still be sent. */
    long left(PcmFormat of) {
        return isSet() ? Math.max(0, of.samples(most.minus(before)) - samples) : Long.MAX_VALUE;
    }

    /**
     * Whether so much may be sent; if not, nothing more is, by any of the sessions.
     *
     * @param padding the silence that a commit behind it needs
     */
    boolean allows(PcmFormat of, int more, LongSupplier padding) {
        if (!reached && (!isSet() || more + padding.getAsLong() <= left(of))) {
            return true;
        }
        if (!reached) {
            reached = true;
            onReached.forEach(Runnable::run);
        }
        return false;
    }

    /** Whether there is more audio than may be sent. For any thread. */
    public boolean isReached() {
        return reached;
    }

    /** All audio sent so far, without what was sent before an interruption. For any thread. */
    public Duration sent() {
        long count = samples;
        return count == 0 ? Duration.ZERO : format.duration(count);
    }

    /** All audio sent so far. For any thread. */
    public Duration sentInAll() {
        return before.plus(sent());
    }

    SessionFailure failure() {
        return SessionFailure.ofLimit(most, before);
    }
}
