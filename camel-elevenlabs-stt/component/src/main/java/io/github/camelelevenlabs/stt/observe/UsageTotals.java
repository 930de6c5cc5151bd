package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.session.SessionObserver.Sending;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all sessions of a name, or of a component, have used, counted while they run. The counts never decrease, also when the
 * component is stopped and started. Safe for use by many threads; no method blocks.
 */
public final class UsageTotals {

    private final Map<Sending, LongAdder> sentNanos = new EnumMap<>(Sending.class);
    private final LongAdder started = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder segments = new LongAdder();
    private final LongAdder reconnects = new LongAdder();
    private final LongAdder resumed = new LongAdder();
    private final LongAdder superseded = new LongAdder();
    private final LongAdder rerouted = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final LongAdder commitNanos = new LongAdder();
    private final Optional<UsageTotals> whole;

    /** The totals of a component. */
    public UsageTotals() {
        this(Optional.empty());
    }

    private UsageTotals(Optional<UsageTotals> whole) {
        this.whole = whole;
        for (Sending what : Sending.values()) {
            sentNanos.put(what, new LongAdder());
        }
    }

    /** The totals of a part; they are included in these totals. */
    UsageTotals part() {
        return new UsageTotals(Optional.of(this));
    }

    void started() {
        started.increment();
        whole.ifPresent(UsageTotals::started);
    }

    void sent(Sending what, Duration audio) {
        sentNanos.get(what).add(audio.toNanos());
        whole.ifPresent(all -> all.sent(what, audio));
    }

    void segment() {
        segments.increment();
        whole.ifPresent(UsageTotals::segment);
    }

    void commitAnswered(Duration latency) {
        commits.increment();
        commitNanos.add(latency.toNanos());
        whole.ifPresent(all -> all.commitAnswered(latency));
    }

    void reconnecting() {
        reconnects.increment();
        whole.ifPresent(UsageTotals::reconnecting);
    }

    void failed() {
        failed.increment();
        whole.ifPresent(UsageTotals::failed);
    }

    void resumed(int segments) {
        resumed.increment();
        rerouted.add(segments);
        whole.ifPresent(all -> all.resumed(segments));
    }

    void superseded() {
        superseded.increment();
        whole.ifPresent(UsageTotals::superseded);
    }

    /** Sessions that went on with what a session repository had kept. */
    public long getSessionsResumed() {
        return resumed.sum();
    }

    /** Sessions that another process has taken over. */
    public long getSessionsSuperseded() {
        return superseded.sum();
    }

    /** Transcripts that a session repository had kept, and that were routed again because nothing said that they had been. */
    public long getSegmentsRerouted() {
        return rerouted.sum();
    }

    /** Sessions that the service has started. A recording with {@code channels=split} counts as one. */
    public long getSessionsStarted() {
        return started.sum();
    }

    /** Sessions that have failed, including those that the service never started. */
    public long getSessionsFailed() {
        return failed.sum();
    }

    /** Committed transcripts. */
    public long getSegments() {
        return segments.sum();
    }

    /** Connections that were lost and replaced. */
    public long getReconnects() {
        return reconnects.sum();
    }

    /** Commits that the component sent and the service answered. */
    public long getCommitsAnswered() {
        return commits.sum();
    }

    /** Milliseconds from each of these commits to its answer, summed. */
    public long getCommitLatencyMillis() {
        return commitNanos.sum() / 1_000_000;
    }

    /** Milliseconds of audio sent, including replays and padding. The service bills this audio. */
    public long getAudioSentMillis() {
        return sentNanos.values().stream().mapToLong(LongAdder::sum).sum() / 1_000_000;
    }

    /** Milliseconds of audio sent for the first time. */
    public long getAudioFirstSentMillis() {
        return millis(Sending.FIRST);
    }

    /** Milliseconds of audio sent again after a lost connection. */
    public long getAudioReplayedMillis() {
        return millis(Sending.AGAIN);
    }

    /** Milliseconds of silence added to short segments; counted when their connection ends. */
    public long getAudioPaddedMillis() {
        return millis(Sending.PADDING);
    }

    private long millis(Sending what) {
        return sentNanos.get(what).sum() / 1_000_000;
    }
}
