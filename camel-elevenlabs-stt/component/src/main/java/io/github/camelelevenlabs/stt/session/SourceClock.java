package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Converts times on a connection's clock into times in the source's audio. The service counts every sample from the
 * connection's first one on. Padding is not part of the source, and the audio on a connection may start anywhere in the
 * source and may have gaps where audio was given up. Used on the session's loop.
 */
final class SourceClock {

    // Word times belong to the segment committed last. No session pads as often as this within one segment, but audio
    // may have gaps
    // between all its messages, and then it is the age that counts.
    private static final int KEPT = 64;

    /** Longer than any answer is waited for; a message of telephony lasts 10 ms or more. */
    private static final int MAX_KEPT = 12_000;

    /** The audio between a commit and the one before it, with a margin for late answers. */
    private static final Duration RECENT = Duration.ofSeconds(90);

    /** The service's word ends are exact to a few hundredths of a second. */
    private static final Duration WORD_END = Duration.ofMillis(50);

    /** The sample {@code connection} of the connection is the sample {@code source} of the source. */
    private record Anchor(long connection, long source) {}

    private final PcmFormat format;
    private final Deque<Anchor> anchors = new ArrayDeque<>();
    /** Written on the loop, read by any thread. */
    private volatile long connection;

    private long padding;
    private long source;

    SourceClock(PcmFormat format) {
        this.format = format;
        anchors.addLast(new Anchor(0, 0));
    }

    /**
     * Counts samples of the source that were sent.
     *
     * @param position of the first sample in the source: any for the first call, later behind the samples before, with a gap
     *                 where audio was given up
     */
    void audioSent(long position, int samples) {
        if (position != source) {
            source = position;
            anchor();
        }
        connection += samples;
        source += samples;
    }

    /** Counts samples of silence that were sent and are not part of the source. */
    void paddingSent(int samples) {
        if (samples > 0) {
            connection += samples;
            padding += samples;
            anchor();
        }
    }

    private void anchor() {
        anchors.addLast(new Anchor(connection, source));
        while (anchors.size() > KEPT && (isOldestUnused() || anchors.size() > MAX_KEPT)) {
            anchors.removeFirst();
        }
    }

    private boolean isOldestUnused() {
        Iterator<Anchor> oldest = anchors.iterator();
        oldest.next();
        return connection - oldest.next().connection > format.samples(RECENT);
    }

    /** All samples sent on the connection, padding included. */
    long connectionSamples() {
        return connection;
    }

    /** The source's audio that was sent on the connection. */
    Duration sent() {
        return format.duration(connection - padding);
    }

    /** The silence sent on the connection that is not part of the source. */
    Duration padding() {
        return format.duration(padding);
    }

    /** The source's sample that is sent next. */
    long sourceSamples() {
        return source;
    }

    /** The source's sample at this time of the connection; for a time within padding, the sample behind the padding. */
    long toSource(double seconds) {
        return toSource(samples(seconds), 0);
    }

    /** @param slack how much of the time before the sample surely belongs to the same audio */
    private long toSource(long sample, long slack) {
        long limit = source;
        for (Iterator<Anchor> newest = anchors.descendingIterator(); newest.hasNext(); ) {
            Anchor anchor = newest.next();
            if (sample - slack >= anchor.connection || !newest.hasNext()) {
                return Math.min(anchor.source + Math.max(0, sample - anchor.connection), limit);
            }
            limit = anchor.source;
        }
        throw new IllegalStateException("a clock always has its first anchor");
    }

    long toSourceMillis(double seconds) {
        return millis(toSource(seconds));
    }

    /** The end of a word, in milliseconds of the source: never behind a gap that follows the word. */
    long toSourceEndMillis(double start, double end) {
        long slack = Math.min(format.samples(WORD_END), (samples(end) - samples(start)) / 2);
        return millis(toSource(samples(end), Math.max(0, slack)));
    }

    private long samples(double seconds) {
        return Math.round(seconds * format.sampleRate());
    }

    private long millis(long sample) {
        return Math.round(sample * 1000.0 / format.sampleRate());
    }
}
