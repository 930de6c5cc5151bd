package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import java.time.Duration;

/**
 * When the client commits on its own account, by the audio that no commit has covered yet. Lengths of audio are in nanoseconds, which are
 * the same for every format.
 */
final class CommitPolicy {

    /**
     * The service commits no less than 0.3 s of audio, by its own count; a shorter commit ends the session. The rest is a margin
     * for a client whose count is a little ahead.
     */
    static final Duration FLOOR = Duration.ofMillis(350);

    /**
     * From 35 s on, a commit in the middle of speech was seen to leave the session mute, and at 36 s the service commits by
     * itself wherever it is; 30 s is the advice.
     */
    static final Duration CEILING = Duration.ofMillis(29_500);

    /** Between words people pause for less, between clauses for more. */
    static final Duration PAUSE = Duration.ofMillis(300);

    /** The shortest gap between words that is better than the middle of one. */
    static final Duration GAP = Duration.ofMillis(40);

    /**
     * Where the service commits in silences, speech without any silence is committed in its first short pause after this.
     * From here on ever shorter pauses are accepted.
     */
    private static final Duration UNBROKEN_SPEECH = Duration.ofSeconds(25);

    /** From here on any gap is accepted; early enough that one comes before the ceiling. */
    private static final Duration ANY_GAP = Duration.ofSeconds(27);

    /** From here on any silence is accepted, because a word that begins at the ceiling would be cut in two. */
    private static final Duration LONG_SILENCE = Duration.ofMillis(28_500);

    /** How long after its silence threshold the service may still decide to commit. */
    private static final Duration VAD_DECISION = Duration.ofMillis(300);

    private final long commitInterval;
    private final long pauseLimit;
    private final long vadSilence;
    private final long uncommittedSilence;
    private CommitStrategy strategy;

    CommitPolicy(SessionSettings settings) {
        strategy = settings.commitStrategy();
        commitInterval = settings.commitInterval().toNanos();
        pauseLimit = PAUSE.plus(settings.chunkDuration()).toNanos();
        vadSilence = settings.vadSilenceThreshold().toNanos();
        uncommittedSilence = settings.uncommittedSilence().toNanos();
    }

    /** From now on this strategy is in force. */
    void follow(CommitStrategy inForce) {
        strategy = inForce;
    }

    CommitStrategy strategy() {
        return strategy;
    }

    /** Whether a commit is due before more audio of this length goes. */
    boolean isDueBefore(long uncommitted, long next) {
        return uncommitted > 0 && uncommitted + next > CEILING.toNanos();
    }

    /**
     * Whether this is a good place to commit.
     *
     * @param quiet how long it has been quiet
     */
    boolean isGoodPlace(long uncommitted, long quiet) {
        long interval = strategy == CommitStrategy.MANUAL ? commitInterval : UNBROKEN_SPEECH.toNanos();
        if (uncommitted < interval || quiet < pauseWanted(uncommitted)) {
            return false;
        }
        // Later in a silence a VAD may just have committed by itself, and would refuse ours as one without audio.
        return strategy != CommitStrategy.VAD || quiet < pauseLimit || isLongSilence(uncommitted, quiet);
    }

    /** A silence in which the service has had its turn, and which the ceiling would end in the first word behind it. */
    private boolean isLongSilence(long uncommitted, long quiet) {
        return uncommitted >= LONG_SILENCE.toNanos() && quiet >= vadSilence + VAD_DECISION.toNanos();
    }

    /** The pause that is long enough; in speech without pauses it shrinks, down to a gap between words. */
    private static long pauseWanted(long uncommitted) {
        long late = Math.max(0, uncommitted - UNBROKEN_SPEECH.toNanos());
        double part = Math.min(1, (double) late / (ANY_GAP.toNanos() - UNBROKEN_SPEECH.toNanos()));
        return PAUSE.toNanos() - (long) (part * (PAUSE.toNanos() - GAP.toNanos()));
    }

    /** Whether the service may be committing by itself now, when it has been quiet for so long. */
    boolean isServicesTurn(long quiet) {
        return strategy == CommitStrategy.TURN_PREDICTION || isLeftToService(quiet);
    }

    /** Whether it has been quiet for so long that the service commits by itself very soon, and better than the client. */
    boolean isLeftToService(long quiet) {
        return strategy == CommitStrategy.VAD && quiet >= uncommittedSilence;
    }

    /**
     * The silence that a commit needs when the service may be committing, so that enough audio is left wherever it committed by itself:
     * a VAD was seen to do so 0.1 s after its threshold; one that predicts turns may have done so behind all that was sent.
     */
    long paddingIn(long quiet) {
        long untilVad = strategy == CommitStrategy.VAD ? vadSilence + VAD_DECISION.toNanos() - quiet : 0;
        return FLOOR.toNanos() + Math.max(0, untilVad);
    }
}
