package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Puts the segments of several channels in the order in which they were spoken.
 *
 * <p>The rule: a segment is held until every other channel that has not ended has had a segment which ends no earlier
 * than this one starts, for then nothing earlier can follow. It is held for a limited time only, as a channel may be
 * silent; then it is released together with all segments that start before it. A segment that comes too late for its
 * place is released at once.
 */
final class ChannelOrder {

    /**
     * A segment that waits.
     *
     * @param start milliseconds in the recording
     * @param until when the wait ends, in nanoseconds of the loop's clock
     */
    record Held(int channel, Segment segment, long start, long until) {}

    private final PriorityQueue<Held> held =
            new PriorityQueue<>(Comparator.comparingLong(Held::start).thenComparingInt(Held::channel));
    private final long patience;

    /** For each channel, the milliseconds in the recording before which no more segments start. */
    private final long[] settled;

    ChannelOrder(int channels, Duration patience) {
        this.settled = new long[channels];
        this.patience = patience.toNanos();
    }

    /** The segments of this channel before a position came in a session before. */
    void beginsAt(int channel, Duration position) {
        settled[channel] = position.toMillis();
    }

    void add(int channel, Segment segment, long now) {
        long start = segment.startTime().orElse(settled[channel]);
        settled[channel] = Math.max(settled[channel], segment.endTime().orElse(start));
        held.add(new Held(channel, segment, start, now + patience));
    }

    /** No more segments come from this channel. */
    void ended(int channel) {
        settled[channel] = Long.MAX_VALUE;
    }

    /** The segments to release now, in order. */
    List<Held> due(long now) {
        long overdue = held.stream()
                .filter(one -> one.until() - now <= 0)
                .mapToLong(Held::start)
                .max()
                .orElse(-1);
        List<Held> due = new ArrayList<>();
        while (!held.isEmpty() && (held.peek().start() <= overdue || isSettled(held.peek()))) {
            due.add(held.remove());
        }
        return due;
    }

    private boolean isSettled(Held first) {
        for (int channel = 0; channel < settled.length; channel++) {
            if (channel != first.channel() && settled[channel] < first.start()) {
                return false;
            }
        }
        return true;
    }
}
