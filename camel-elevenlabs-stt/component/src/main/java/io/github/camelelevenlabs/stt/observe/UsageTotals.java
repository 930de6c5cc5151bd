package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.session.SessionObserver.Sending;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all sessions of a name, or of a component, have used since it was made. The counts only grow, also over a stop and a
 * start of the component, and follow sessions that go on for ever. For meters; safe for use by many threads.
 */
public final class UsageTotals {

    private final Map<Sending, LongAdder> sentNanos = new EnumMap<>(Sending.class);
    private final LongAdder started = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder segments = new LongAdder();
    private final LongAdder reconnects = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final LongAdder commitNanos = new LongAdder();
    private final Optional<UsageTotals> whole;

    /** Of everything. */
    public UsageTotals() {
        this(Optional.empty());
    }

    private UsageTotals(Optional<UsageTotals> whole) {
        this.whole = whole;
        for (Sending what : Sending.values()) {
            sentNanos.put(what, new LongAdder());
        }
    }

    /** A part of this; what is counted there is counted here too. */
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

    /** Sessions that the service has started. A recording with {@code channels=split} is one. */
    public long getSessionsStarted() {
        return started.sum();
    }

    /** Sessions that have failed, those that the service never started included. */
    public long getSessionsFailed() {
        return failed.sum();
    }

    /** Transcripts. */
    public long getSegments() {
        return segments.sum();
    }

    /** Connections that were lost and replaced. */
    public long getReconnects() {
        return reconnects.sum();
    }

    /** Commits of ours that were answered. */
    public long getCommitsAnswered() {
        return commits.sum();
    }

    /** Milliseconds from these commits to their answers, all together. */
    public long getCommitLatencyMillis() {
        return commitNanos.sum() / 1_000_000;
    }

    /** Milliseconds of audio sent, replays and padding included: what is billed. */
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

    /** Milliseconds of silence added to short segments, counted when their connection ends. */
    public long getAudioPaddedMillis() {
        return millis(Sending.PADDING);
    }

    private long millis(Sending what) {
        return sentNanos.get(what).sum() / 1_000_000;
    }
}
