package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.session.SessionEnd;
import io.github.camelelevenlabs.stt.session.SessionListener.Sending;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all sessions of a component have used since it was made. The counts only grow, also over a stop and a start of the
 * component, and follow sessions that go on for ever. For meters; safe for use by many threads.
 */
public final class UsageTotals {

    private final Map<Sending, LongAdder> sentNanos = new EnumMap<>(Sending.class);
    private final LongAdder started = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder segments = new LongAdder();
    private final LongAdder reconnects = new LongAdder();

    UsageTotals() {
        for (Sending what : Sending.values()) {
            sentNanos.put(what, new LongAdder());
        }
    }

    void started() {
        started.increment();
    }

    void sent(Sending what, Duration audio) {
        sentNanos.get(what).add(audio.toNanos());
    }

    void segment() {
        segments.increment();
    }

    void ended(SessionEnd end) {
        reconnects.add(end.reconnects());
        if (end.failure().isPresent()) {
            failed.increment();
        }
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

    /** Connections that were made after the first one of a session, counted when the session ends. */
    public long getReconnects() {
        return reconnects.sum();
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
