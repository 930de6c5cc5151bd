package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.util.ArrayList;
import java.util.List;

/** The segments of a session. Used on its loop, and after its end by other threads. */
final class Collected {

    private final boolean counted;
    private final List<Segment> segments = new ArrayList<>();
    private int count;

    /** @param counted whether segments are only counted, because the session may last for ever */
    Collected(boolean counted) {
        this.counted = counted;
    }

    void add(Segment segment) {
        count++;
        if (!counted) {
            segments.add(segment);
        }
    }

    int count() {
        return count;
    }

    Transcript transcript() {
        boolean split = segments.stream().anyMatch(segment -> segment.channel() != null);
        return split ? Transcript.ofChannels(segments) : new Transcript(segments);
    }
}
