package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How far the channels of a source are covered by the segments that were handed on. A segment is held back for those of other channels, so
 * what it covers counts only when it has gone, and all of its channel before it. Used on the loop of the channels.
 */
final class ChannelCoverage {

    private static final class Held {
        private final Segment segment;
        private final Duration through;
        private boolean gone;

        private Held(Segment segment, Duration through) {
            this.segment = segment;
            this.through = through;
        }
    }

    private static final class Channel {
        private final Deque<Held> held = new ArrayDeque<>();
        private Duration through;
        /** By the channel's own count, which does not know of segments that are held back. */
        private Duration reached;

        private Channel(Duration startAt) {
            through = startAt;
            reached = startAt;
        }

        private void proceed() {
            while (!held.isEmpty() && held.peek().gone) {
                through = later(through, held.remove().through);
            }
            if (held.isEmpty()) {
                through = later(through, reached);
            }
        }
    }

    private final List<Channel> channels = new ArrayList<>();

    /** Adds the next channel. @param startAt how far it is covered already */
    void add(Duration startAt) {
        channels.add(new Channel(startAt));
    }

    /** A segment is held back. */
    void holds(int channel, Segment segment, Duration through) {
        channels.get(channel).held.add(new Held(segment, through));
    }

    /** The segment goes. Returns how far its channel is covered now. */
    Duration goes(int channel, Segment segment) {
        Channel its = channels.get(channel);
        its.held.stream().filter(held -> held.segment == segment).forEach(held -> held.gone = true);
        its.proceed();
        return its.through;
    }

    /** The session of a channel has covered its audio up to here. */
    void reached(int channel, Duration through) {
        Channel its = channels.get(channel);
        its.reached = later(its.reached, through);
        its.proceed();
    }

    /** How far all channels are covered. */
    Duration least() {
        return channels.stream()
                .map(channel -> channel.through)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
