package io.github.camelelevenlabs.stt.session;

import java.time.Duration;
import java.util.Optional;

/**
 * How a session ended, and its usage.
 *
 * @param failure          empty when all audio was transcribed
 * @param audioDuration    length of the source's audio that was sent, once
 * @param audioSent        everything sent, padding and replays included: what is billed
 * @param audioReplayed    the part of it that had been sent before, on a connection that was lost
 * @param committedThrough the position in the source up to which its audio is transcribed
 * @param givenUp          audio of a live source that was lost because an outage lasted too long
 * @param reconnects       connections after the first
 */
public record SessionEnd(
        Optional<SessionFailure> failure,
        Duration audioDuration,
        Duration audioSent,
        Duration audioReplayed,
        Duration committedThrough,
        Duration givenUp,
        int reconnects) {

    /** The end of a session that never had any audio. */
    public static SessionEnd nothing(Optional<SessionFailure> failure) {
        return nothing(failure, Duration.ZERO);
    }

    /** The same, of a session that resumes another one. */
    static SessionEnd nothing(Optional<SessionFailure> failure, Duration committedThrough) {
        return new SessionEnd(failure, Duration.ZERO, Duration.ZERO, Duration.ZERO, committedThrough, Duration.ZERO, 0);
    }

    /** The end of a session that goes on with another one, of which this length was transcribed. */
    public SessionEnd behind(Duration before) {
        return new SessionEnd(
                failure, audioDuration.plus(before), audioSent, audioReplayed, committedThrough, givenUp, reconnects);
    }

    /** The same end with another reason; empty when all audio was transcribed. */
    public SessionEnd failed(Optional<SessionFailure> why) {
        return new SessionEnd(why, audioDuration, audioSent, audioReplayed, committedThrough, givenUp, reconnects);
    }

    /** The same end of a session whose transcripts cover less, because the last ones were dropped. */
    public SessionEnd upTo(Duration covered) {
        return new SessionEnd(failure, audioDuration, audioSent, audioReplayed, covered, givenUp, reconnects);
    }
}
