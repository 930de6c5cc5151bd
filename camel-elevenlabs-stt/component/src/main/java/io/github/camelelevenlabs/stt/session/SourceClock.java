package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Turns times on a connection's clock into times in the source's audio. The service counts every sample it was sent from
 * the connection's first on; padding is no part of the source, and what was sent may start anywhere in it and leave out what was given up.
 */
final class SourceClock {

    // Word times come for the segment committed last; no session pads this often within one.
    private static final int KEPT = 64;

    /** From this sample of the connection on, the source is at that one. */
    private record Anchor(long connection, long source) {}

    private final PcmFormat format;
    private final Deque<Anchor> anchors = new ArrayDeque<>();
    private long connection;
    private long padding;
    private long source;

    SourceClock(PcmFormat format) {
        this.format = format;
        anchors.addLast(new Anchor(0, 0));
    }

    /**
     * Counts samples of the source that were sent.
     *
     * @param position where in the source they are; anywhere with the first ones, and beyond the last ones when
     *     audio between was given up
     */
    void audioSent(long position, int samples) {
        if (position != source) {
            source = position;
            anchor();
        }
        connection += samples;
        source += samples;
    }

    /** Counts samples that were sent and are not the source's. */
    void paddingSent(int samples) {
        if (samples > 0) {
            connection += samples;
            padding += samples;
            anchor();
        }
    }

    private void anchor() {
        anchors.addLast(new Anchor(connection, source));
        if (anchors.size() > KEPT) {
            anchors.removeFirst();
        }
    }

    /** Samples sent on the connection. */
    long connectionSamples() {
        return connection;
    }

    /** The source's audio that was sent on the connection. */
    Duration sent() {
        return format.duration(connection - padding);
    }

    /** What of them is not the source's. */
    Duration padding() {
        return format.duration(padding);
    }

    /** The source's sample that is sent next. */
    long sourceSamples() {
        return source;
    }

    /** The source's sample at these seconds of the connection; within padding, where the padding was put in. */
    long toSource(double seconds) {
        long sample = Math.round(seconds * format.sampleRate());
        long limit = source;
        for (Iterator<Anchor> newest = anchors.descendingIterator(); newest.hasNext(); ) {
            Anchor anchor = newest.next();
            if (sample >= anchor.connection || !newest.hasNext()) {
                return Math.min(anchor.source + Math.max(0, sample - anchor.connection), limit);
            }
            limit = anchor.source;
        }
        throw new IllegalStateException("a clock always has its first anchor");
    }

    long toSourceMillis(double seconds) {
        return Math.round(toSource(seconds) * 1000.0 / format.sampleRate());
    }
}
