package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;

/**
 * Hands segments to the listener, each with the position up to which it covers the source, and reports how far the source is covered when
 * the listener wants to know. Used on the session's loop.
 */
final class CoverageReport {

    private final AudioIntake intake;
    private final SessionListener listener;

    /** Segments that are on their way to the listener. What lies behind the first of them is not reported. */
    private int underWay;

    private Duration reported = Duration.ZERO;

    CoverageReport(AudioIntake intake, SessionListener listener) {
        this.intake = intake;
        this.listener = listener;
    }

    /** There is a new segment. Returns the position up to which it covers the source. */
    Duration segmentBegins() {
        underWay++;
        return intake.committedThrough();
    }

    /** Hands the segment to the listener. */
    void segment(Segment segment, Duration committedThrough) {
        underWay--;
        listener.onSegment(segment, committedThrough);
        report(committedThrough);
        proceed();
    }

    /** There is more audio, or less of it is uncovered. */
    void proceed() {
        if (underWay == 0 && listener.wantsCoverage()) {
            report(intake.covered());
        }
    }

    private void report(Duration through) {
        if (through.compareTo(reported) > 0 && listener.wantsCoverage()) {
            reported = through;
            listener.onCovered(through);
        }
    }
}
