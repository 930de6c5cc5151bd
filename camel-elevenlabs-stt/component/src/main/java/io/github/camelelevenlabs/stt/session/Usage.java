package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.session.SessionObserver.Sending;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Counts the audio that a session sent and the latencies of its commits, over all its connections. Used on the session's loop. */
final class Usage {

    private final SessionObserver observer;

    private long sentSamples;
    private long firstSamples;
    /** Written on the loop, read by any thread. */
    private volatile long replayedSamples;

    private long reachedSample;
    private int reconnects;
    private int commits;
    private Duration commitLatency = Duration.ZERO;
    private Duration commitLatencies = Duration.ZERO;
    private SessionFailure lastFailure;

    /** @param observer takes each number as it changes */
    Usage(SessionObserver observer) {
        this.observer = observer;
    }

    /** A chunk of the source's audio was sent. */
    void sent(ReplayBuffer.Chunk chunk, PcmFormat format) {
        long again = Math.max(0, Math.min(chunk.end(), reachedSample) - chunk.position());
        replayedSamples += again;
        firstSamples += chunk.samples() - again;
        reachedSample = Math.max(reachedSample, chunk.end());
        report(Sending.AGAIN, format.duration(again));
        report(Sending.FIRST, format.duration(chunk.samples() - again));
    }

    /** The length of the audio that was sent and has to be sent again. */
    Duration sentBeyond(ReplayBuffer buffer) {
        return buffer.format().duration(Math.max(0, reachedSample - buffer.start()));
    }

    private void report(Sending what, Duration audio) {
        if (!audio.isZero()) {
            observer.onSent(what, audio);
        }
    }

    /** A commit of the client was answered after this time. */
    void answered(Duration latency) {
        commits++;
        commitLatency = latency;
        commitLatencies = commitLatencies.plus(latency);
        observer.onCommitAnswered(latency);
    }

    /** A connection has ended. */
    void replaced(SourceClock clock) {
        sentSamples += clock.connectionSamples();
        report(Sending.PADDING, clock.padding());
    }

    /** A connection was lost, and another one follows. */
    void reconnecting(SourceClock clock) {
        replaced(clock);
        reconnects++;
    }

    void failed(SessionFailure failure) {
        lastFailure = failure;
    }

    /**
     * The session as any thread may see it until its next move or commit. What is sent meanwhile is counted when a thread asks.
     *
     * @param connection the one in use, whose audio is not counted yet; null for none
     */
    Supplier<SessionSnapshot> snapshot(
            String id, SessionState state, Instant since, int segments, AudioIntake intake, Connection connection) {
        long before = sentSamples;
        int lost = reconnects;
        SessionFailure failure = lastFailure;
        Optional<Duration> latency = commits == 0 ? Optional.empty() : Optional.of(commitLatency);
        Optional<Duration> mean = commits == 0 ? Optional.empty() : Optional.of(commitLatencies.dividedBy(commits));
        return () -> {
            long inUse = connection == null ? 0 : connection.clock().connectionSamples();
            Optional<ReplayBuffer> buffer = Optional.ofNullable(intake.buffer());
            return new SessionSnapshot(
                    id,
                    state,
                    since,
                    buffer.map(kept -> kept.format().duration(before + inUse)).orElse(Duration.ZERO),
                    buffer.map(kept -> kept.format().duration(replayedSamples)).orElse(Duration.ZERO),
                    buffer.map(ReplayBuffer::kept).orElse(Duration.ZERO),
                    intake.givenUp(),
                    Optional.ofNullable(connection).map(used -> used.hints().request()),
                    segments,
                    lost,
                    Optional.ofNullable(failure),
                    latency,
                    mean);
        };
    }

    SessionEnd end(Optional<SessionFailure> failure, AudioIntake intake) {
        if (intake.buffer() == null) {
            return SessionEnd.nothing(failure, intake.committedThrough());
        }
        PcmFormat format = intake.buffer().format();
        return new SessionEnd(
                failure,
                format.duration(firstSamples),
                format.duration(sentSamples),
                format.duration(replayedSamples),
                intake.committedThrough(),
                intake.givenUp(),
                reconnects);
    }
}
