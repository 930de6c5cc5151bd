package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.PcmFormat;
import java.time.Duration;

/** The audio sent on a connection that no commit has closed yet: what the next commit has to know of it. */
final class OpenSegment {

    private final CommitPolicy policy;
    private final PcmFormat format;

    /** What the service has not committed yet, at least and at most. */
    private long atLeast;

    private long atMost;
    private boolean heard;
    private boolean spoken;
    private Duration quiet = Duration.ZERO;
    /** Samples sent since it was last quiet for so long that the service may have committed. */
    private long sinceServicesTurn = Long.MAX_VALUE / 2;

    OpenSegment(CommitPolicy policy, PcmFormat format) {
        this.policy = policy;
        this.format = format;
    }

    /** Audio of the source was sent. */
    void add(ReplayBuffer.Chunk chunk) {
        atLeast += chunk.samples();
        atMost += chunk.samples();
        sinceServicesTurn += chunk.samples();
        heard |= chunk.samples() > 0;
        spoken |= chunk.speech();
        quiet = chunk.quiet();
        if (policy.isServicesTurn(quiet)) {
            sinceServicesTurn = 0;
        }
    }

    /**
     * How much silence a commit needs so that the service accepts it. The service may just have committed by itself, at the
     * end of a pause, of which nothing is known here before its answer.
     */
    Duration padding() {
        if (policy.isServicesTurn(quiet)) {
            return policy.paddingIn(quiet);
        }
        Duration missing = CommitPolicy.FLOOR.minus(format.duration(Math.min(atLeast, sinceServicesTurn)));
        return missing.isNegative() ? Duration.ZERO : missing;
    }

    /** A commit of ours was sent. */
    void committed() {
        atLeast = 0;
        atMost = 0;
        heard = false;
        spoken = false;
    }

    /** The service has committed by itself, somewhere in this: what is sent from now on is not committed for certain. */
    void committedByService() {
        atLeast = 0;
    }

    /** It turned out that so much of the source's audio is not covered by any commit. */
    void uncovered(long samples) {
        atMost = Math.min(atMost, Math.max(samples, atLeast));
    }

    /** Audio that is not committed yet, at most. */
    Duration length() {
        return format.duration(atMost);
    }

    /** Whether there was audio of the source since our own last commit. */
    boolean isHeard() {
        return heard;
    }

    /** Whether anything since our own last commit was louder than a pause. */
    boolean isSpoken() {
        return spoken;
    }

    /** How long it has been quiet where the audio sent so far ends. */
    Duration quiet() {
        return quiet;
    }
}
