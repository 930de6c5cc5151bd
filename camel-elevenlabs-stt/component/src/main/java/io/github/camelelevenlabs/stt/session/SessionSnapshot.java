package io.github.camelelevenlabs.stt.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A session as health checks and JMX see it, at the moment at which they ask.
 *
 * @param id                the client's id, which stays the same over all connections
 * @param state             the current state
 * @param since             the time of the last change of state
 * @param audioSent         everything sent so far, padding and replays included: what is billed
 * @param audioReplayed     the part of it that had been sent before
 * @param audioKept         audio that no commit has covered, sent or not
 * @param audioGivenUp      audio of a live source that was lost because an outage lasted too long
 * @param hints             what the service is told about the speech on the connection in use; empty while there is none
 * @param segments          so far
 * @param reconnects        connections that were lost and replaced, planned changes not included
 * @param lastFailure       of a connection or of the session; empty when nothing has failed yet
 * @param lastCommitLatency from the client's last answered commit to its answer; empty before the first
 * @param meanCommitLatency the mean over all answered commits of the client; empty before the first
 */
public record SessionSnapshot(
        String id,
        SessionState state,
        Instant since,
        Duration audioSent,
        Duration audioReplayed,
        Duration audioKept,
        Duration audioGivenUp,
        Optional<Hints> hints,
        int segments,
        int reconnects,
        Optional<SessionFailure> lastFailure,
        Optional<Duration> lastCommitLatency,
        Optional<Duration> meanCommitLatency) {}
