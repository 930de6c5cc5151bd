package io.github.camelelevenlabs.stt.session;

import java.time.Duration;

/**
 * Commits early while connections do not last, so that each connection makes progress. After a connection was lost too soon,
 * the next ones commit after a second, then in every pause, and at the latest when as much audio is uncommitted as they
 * have committed already. So at least about half of the audio on a connection is committed, however short its life, and a
 * connection that lasts soon commits as seldom as any other. Arithmetic only: no clock, no thread; lengths of audio are in nanoseconds.
 *
 * <p>Short segments cost accuracy, so a session whose connections last has no early commits.
 */
final class Caution {

    /**
     * With this much uncommitted audio, the next pause is a place to commit. The service was seen to commit 0.63 s without
     * complaint, and it decodes nothing before 2 s unless it receives a commit.
     */
    static final Duration FIRST = Duration.ofSeconds(1);

    /** With this much audio the first commit is made anywhere. Hardly a word is so long that there is no gap after {@link #FIRST}. */
    static final Duration ANYWHERE = Duration.ofMillis(1_750);

    /** This much later any gap is good enough, however short. */
    private static final Duration ANY_GAP = Duration.ofMillis(250);

    /** On connections that last this long, the usual commits leave at most half of the audio uncommitted. */
    static final Duration LONG_LIVED = CommitPolicy.CEILING.multipliedBy(2);

    private final CommitPolicy policy;
    private boolean cautious;

    Caution(CommitPolicy policy) {
        this.policy = policy;
    }

    /**
     * A connection was lost.
     *
     * @param sent      the source's audio sent on that connection
     * @param committed the part of it that need not be sent again
     */
    void lost(Duration sent, Duration committed) {
        if (!sent.isZero()) {
            cautious = !hasLasted(sent) || committed.multipliedBy(2).compareTo(sent) < 0;
        }
    }

    /** A connection that carried this much of the source's audio was replaced, before it could be lost. */
    void replaced(Duration sent) {
        cautious &= !hasLasted(sent);
    }

    private static boolean hasLasted(Duration sent) {
        return sent.compareTo(LONG_LIVED) >= 0;
    }

    /**
     * Whether commits are early on a connection that has committed this much. Then nothing is sent after a commit before
     * its answer has come, since it would have to be sent again without the answer.
     */
    boolean isNeeded(long committed) {
        return cautious && ceiling(committed) < CommitPolicy.CEILING.toNanos();
    }

    /** Whether a commit is due before more audio of this length goes. */
    boolean isDueBefore(long committed, long uncommitted, long next) {
        return isNeeded(committed) && uncommitted > 0 && uncommitted + next > ceiling(committed);
    }

    /**
     * Whether this is a good place to commit.
     *
     * @param quiet  how long it has been quiet
     * @param spoken whether anything in the uncommitted audio was louder than a pause
     */
    boolean isGoodPlace(long committed, long uncommitted, long quiet, boolean spoken) {
        // Once a VAD may commit too, an answer no longer shows whose commit it answers and how far it reaches.
        boolean servicesTurn = spoken && policy.isLeftToService(quiet);
        long first = FIRST.toNanos() - padding();
        if (!isNeeded(committed) || uncommitted < first || quiet == 0 || servicesTurn) {
            return false;
        }
        boolean pause = spoken && quiet >= CommitPolicy.PAUSE.toNanos();
        long enough = Math.max(first, committed / 2);
        boolean gap = quiet >= CommitPolicy.GAP.toNanos() && uncommitted >= enough;
        return pause || gap || uncommitted >= enough + ANY_GAP.toNanos();
    }

    private long ceiling(long committed) {
        return Math.max(ANYWHERE.toNanos() - padding(), committed);
    }

    /** Where every commit is padded, the padding is a part of its audio. */
    private long padding() {
        return policy.isServicesTurn(0) ? CommitPolicy.FLOOR.toNanos() : 0;
    }
}
