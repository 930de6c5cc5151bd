package io.github.camelelevenlabs.stt.session;

import java.time.Duration;

/**
 * Commits early where connections do not last, so that each one brings its session on. A connection that was lost too soon
 * makes the next ones cautious: they commit after a second, and then in every pause, and at the latest when as much audio is
 * uncommitted as they have committed already. However long they last, about half of what they carry is committed at least,
 * and one that lasts soon commits as seldom as any. Arithmetic only: no clock, no thread.
 *
 * <p>Short segments cost accuracy, so a session whose connections last knows nothing of this.
 */
final class Caution {

    /**
     * From here on the next pause is a place to commit. The service was seen to commit 0.63 s without complaint, and decodes
     * nothing before 2 s unless it is told to commit.
     */
    static final Duration FIRST = Duration.ofSeconds(1);

    /** Here the first commit is made anywhere; hardly a word takes so long from {@link #FIRST} on that there is no gap before. */
    static final Duration ANYWHERE = Duration.ofMillis(1_750);

    /** So much later any gap will do, however short: it is better than none. */
    private static final Duration ANY_GAP = Duration.ofMillis(250);

    /** On connections that last so long, the usual commits leave no more than half of the audio uncommitted. */
    static final Duration LONG_LIVED = CommitPolicy.CEILING.multipliedBy(2);

    private final CommitPolicy policy;
    private boolean cautious;

    Caution(CommitPolicy policy) {
        this.policy = policy;
    }

    /**
     * A connection was lost.
     *
     * @param sent      of the source's audio on that connection
     * @param committed what of it no other connection has to send again
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
     * Whether commits are early on a connection that has committed so much. Then nothing is sent behind one before it is
     * answered: it would be sent in vain if the answer never came.
     */
    boolean isNeeded(Duration committed) {
        return cautious && ceiling(committed).compareTo(CommitPolicy.CEILING) < 0;
    }

    /** Whether a commit is due before more audio of this length goes. */
    boolean isDueBefore(Duration committed, Duration uncommitted, Duration next) {
        return isNeeded(committed)
                && !uncommitted.isZero()
                && uncommitted.plus(next).compareTo(ceiling(committed)) > 0;
    }

    /**
     * Whether this is a good place to commit.
     *
     * @param quiet  how long it has been quiet
     * @param spoken whether anything in the uncommitted audio was louder than a pause
     */
    boolean isGoodPlace(Duration committed, Duration uncommitted, Duration quiet, boolean spoken) {
        // Before the service may do it: an answer that can only be one to ours leaves no doubt how far it reaches.
        boolean servicesTurn = spoken && policy.isServicesTurn(quiet);
        if (!isNeeded(committed) || uncommitted.compareTo(FIRST) < 0 || quiet.isZero() || servicesTurn) {
            return false;
        }
        boolean pause = spoken && quiet.compareTo(CommitPolicy.PAUSE) >= 0;
        Duration enough = max(FIRST, committed.dividedBy(2));
        boolean gap = quiet.compareTo(CommitPolicy.GAP) >= 0 && uncommitted.compareTo(enough) >= 0;
        return pause || gap || uncommitted.compareTo(enough.plus(ANY_GAP)) >= 0;
    }

    private static Duration ceiling(Duration committed) {
        return max(ANYWHERE, committed);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
