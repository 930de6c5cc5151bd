package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.transcript.Segment;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a session says. */
final class RecordingListener implements SessionListener {

    private final List<String> partials = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private final List<SessionEnd> ends = new ArrayList<>();

    @Override
    public void onPartial(String text) {
        partials.add(text);
    }

    @Override
    public void onSegment(Segment segment) {
        segments.add(segment);
    }

    @Override
    public void onEnd(SessionEnd end) {
        ends.add(end);
    }

    List<String> partials() {
        return partials;
    }

    List<Segment> segments() {
        return segments;
    }

    List<String> texts() {
        return segments.stream().map(Segment::text).toList();
    }

    List<SessionEnd> ends() {
        return ends;
    }

    SessionEnd end() {
        return ends.get(0);
    }

    SessionFailure failure() {
        return end().failure().orElseThrow();
    }
}
