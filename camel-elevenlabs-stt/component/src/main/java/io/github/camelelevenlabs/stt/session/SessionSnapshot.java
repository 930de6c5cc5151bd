package io.github.camelelevenlabs.stt.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What can be seen of a session from outside at one moment. Written on the session's loop, read by any thread.
 *
 * @param id                of our own; the same for as long as the session lives
 * @param state             where the session is
 * @param since             when it came into this state
 * @param audioSent         everything sent so far, padding and replays included: what is billed
 * @param audioReplayed     what of it had been sent before
 * @param audioKept         audio that no commit has covered, sent or not
 * @param audioGivenUp      audio of a live source that was lost because an outage lasted too long
 * @param segments          so far
 * @param reconnects        connections that were lost and replaced; a planned change of connections is none
 * @param lastFailure       what ended the last connection that failed, or the session; empty when nothing failed yet
 * @param lastCommitLatency from the last answered commit of ours to its answer; empty before the first
 * @param meanCommitLatency the mean over all answered commits of ours; empty before the first
 */
public record SessionSnapshot(
        String id,
        SessionState state,
        Instant since,
        Duration audioSent,
        Duration audioReplayed,
        Duration audioKept,
        Duration audioGivenUp,
        int segments,
        int reconnects,
        Optional<SessionFailure> lastFailure,
        Optional<Duration> lastCommitLatency,
        Optional<Duration> meanCommitLatency) {

    /** Of a session that has not begun. */
    static SessionSnapshot opening(String id, Instant since) {
        return new SessionSnapshot(
                id,
                SessionState.OPENING,
                since,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
