package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ConfigEcho;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Records everything that a session reports. */
final class RecordingListener implements SessionListener {

    private final List<String> partials = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private final List<SessionEnd> ends = new ArrayList<>();
    private final List<String> coverage = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<ConfigEcho.Difference> differences = new ArrayList<>();
    private final Map<Sending, Duration> sent = new EnumMap<>(Sending.class);
    private Error trouble;

    /** Throws this error at every segment and when padding is reported. */
    void throwing(Error error) {
        trouble = error;
    }

    @Override
    public void onPartial(String text) {
        partials.add(text);
    }

    @Override
    public void onSegment(Segment segment, Duration committedThrough) {
        if (trouble != null) {
            throw trouble;
        }
        segments.add(segment);
        coverage.add(segment.text() + " " + committedThrough.toMillis());
    }

    @Override
    public boolean wantsCoverage() {
        return true;
    }

    @Override
    public void onCovered(Duration through) {
        coverage.add(String.valueOf(through.toMillis()));
    }

    @Override
    public void onEnd(SessionEnd end) {
        ends.add(end);
    }

    @Override
    public void onWarning(String text) {
        warnings.add(text);
    }

    @Override
    public void onDifference(ConfigEcho.Difference difference) {
        differences.add(difference);
    }

    @Override
    public void onSent(Sending what, Duration audio) {
        if (trouble != null && what == Sending.PADDING) {
            throw trouble;
        }
        sent.merge(what, audio, Duration::plus);
    }

    List<String> warnings() {
        return warnings;
    }

    List<ConfigEcho.Difference> differences() {
        return differences;
    }

    Map<Sending, Duration> sent() {
        return sent;
    }

    /** Each text and each coverage, with the milliseconds up to which it reaches, in order. */
    List<String> coverage() {
        return coverage;
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
