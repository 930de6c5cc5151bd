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

    private enum Count {
        STARTED,
        FAILED,
        SEGMENTS,
        RECONNECTS,
        RESUMED,
        SUPERSEDED,
        REROUTED,
        COMMITS,
        COMMIT_NANOS
    }

    private final Map<Count, LongAdder> counts = adders(Count.class);
    /** In nanoseconds. */
    private final Map<Sending, LongAdder> sent = adders(Sending.class);

    private final Optional<UsageTotals> whole;

    public UsageTotals() {
        this(Optional.empty());
    }

    private UsageTotals(Optional<UsageTotals> whole) {
        this.whole = whole;
    }

    private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> kinds) {
        Map<K, LongAdder> adders = new EnumMap<>(kinds);
        for (K kind : kinds.getEnumConstants()) {
            adders.put(kind, new LongAdder());
        }
        return adders;
    }

    /** The totals of a part; they are included in these totals. */
    UsageTotals part() {
        return new UsageTotals(Optional.of(this));
    }

    void started() {
        add(Count.STARTED, 1);
    }

    void sent(Sending what, Duration audio) {
        sent.get(what).add(audio.toNanos());
        whole.ifPresent(all -> all.sent(what, audio));
    }

    void segment() {
        add(Count.SEGMENTS, 1);
    }

    void commitAnswered(Duration latency) {
        add(Count.COMMITS, 1);
        add(Count.COMMIT_NANOS, latency.toNanos());
    }

    void reconnecting() {
        add(Count.RECONNECTS, 1);
    }

    void failed() {
        add(Count.FAILED, 1);
    }

    private void add(Count what, long amount) {
        counts.get(what).add(amount);
        whole.ifPresent(all -> all.add(what, amount));
    }

    private long sum(Count what) {
        return counts.get(what).sum();
    }

    private long sentMillis(Sending what) {
        return sent.get(what).sum() / 1_000_000;
    }

    void resumed(int segments) {
        add(Count.RESUMED, 1);
        add(Count.REROUTED, segments);
    }

    void superseded() {
        add(Count.SUPERSEDED, 1);
    }

    /** Sessions that went on with what a session repository had kept. */
    public long getSessionsResumed() {
        return sum(Count.RESUMED);
    }

    /** Sessions that another process has taken over. */
    public long getSessionsSuperseded() {
        return sum(Count.SUPERSEDED);
    }

    /** Transcripts that a session repository had kept, and that were routed again because nothing said that they had been. */
    public long getSegmentsRerouted() {
        return sum(Count.REROUTED);
    }

    /** Sessions that the service has started. A recording with {@code channels=split} counts as one. */
    public long getSessionsStarted() {
        return sum(Count.STARTED);
    }

    /** Sessions that have failed, including those that the service never started. */
    public long getSessionsFailed() {
        return sum(Count.FAILED);
    }

    /** Committed transcripts. */
    public long getSegments() {
        return sum(Count.SEGMENTS);
    }

    /** Connections that were lost and replaced. */
    public long getReconnects() {
        return sum(Count.RECONNECTS);
    }

    /** Commits that the component sent and the service answered. */
    public long getCommitsAnswered() {
        return sum(Count.COMMITS);
    }

    /** Milliseconds from each of these commits to its answer, summed. */
    public long getCommitLatencyMillis() {
        return sum(Count.COMMIT_NANOS) / 1_000_000;
    }

    /** Milliseconds of audio sent, including replays and padding. The service bills this audio. */
    public long getAudioSentMillis() {
        return sent.values().stream().mapToLong(LongAdder::sum).sum() / 1_000_000;
    }

    /** Milliseconds of audio sent for the first time. */
    public long getAudioFirstSentMillis() {
        return sentMillis(Sending.FIRST);
    }

    /** Milliseconds of audio sent again after a lost connection. */
    public long getAudioReplayedMillis() {
        return sentMillis(Sending.AGAIN);
    }

    /** Milliseconds of silence added to short segments; counted when their connection ends. */
    public long getAudioPaddedMillis() {
        return sentMillis(Sending.PADDING);
    }
}
