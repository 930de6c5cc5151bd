package io.github.camelelevenlabs.stt.session;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * Where in its source a session begins.
 *
 * @param startAt   how far the source is covered already, and is not sent: one position, or with {@code channels=split} one for each
 *                  channel. A source without positions goes on here
 * @param nextIndex the index of the first segment
 * @param recording whether the source begins at zero, as recordings do, and has to reach {@code startAt}
 */
public record Resumption(List<Duration> startAt, int nextIndex, boolean recording) {

    /** A session that begins where its source does. */
    public static final Resumption NONE = new Resumption(List.of(Duration.ZERO), 0, false);

    public Resumption {
        startAt = List.copyOf(startAt);
        if (startAt.isEmpty() || startAt.stream().anyMatch(Duration::isNegative) || nextIndex < 0) {
            throw new IllegalArgumentException(
                    "startAt=" + startAt + ", nextIndex=" + nextIndex + "; positions and an index from 0 are allowed");
        }
    }

    /** The same position for all channels. */
    public static Resumption at(Duration startAt, int nextIndex, boolean recording) {
        return new Resumption(List.of(startAt), nextIndex, recording);
    }

    /** For the session of one channel, which numbers its own segments. */
    Resumption ofChannel(int channel) {
        return at(channel < startAt.size() ? startAt.get(channel) : covered(), 0, recording);
    }

    /** The position of the source's first sample, if the source does not say. */
    Duration firstSample() {
        return recording ? Duration.ZERO : Collections.max(startAt);
    }

    /** The position up to which everything is covered. */
    Duration covered() {
        return Collections.min(startAt);
    }
}
