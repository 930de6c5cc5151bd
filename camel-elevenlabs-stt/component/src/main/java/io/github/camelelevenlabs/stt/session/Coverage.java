package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import java.time.Duration;
import java.util.List;

/**
 * Up to where in the source a commit reaches: what lies behind it is sent again after a reconnect, what lies before never.
 *
 * <p>The answer to a commit of ours covers what was sent before that commit, exactly. Commits of the service's own, and
 * answers that are taken for ours and are not, say by the times of their words how far they reach.
 */
final class Coverage {

    /** Word ends are good to a few hundredths of a second; what follows so closely is the rest of the word. */
    private static final Duration TOLERANCE = Duration.ofMillis(100);

    /** In the silence behind a word, so that its very end is not heard as the beginning of another. */
    private static final Duration INTO_SILENCE = Duration.ofMillis(150);

    private Coverage() {}

    /**
     * @param commit      with the position of our own commit that it answers, or -1
     * @param clock       of the connection on which it came
     * @param buffer      the audio sent
     * @param vadSilence  the silence after which the service commits by itself
     * @return a position in the source, or -1 when nothing is known
     */
    static long of(TwinPairing.Commit commit, SourceClock clock, ReplayBuffer buffer, Duration vadSilence) {
        List<Token> words = commit.tokens();
        long own = commit.ownPosition();
        if (words.isEmpty()) {
            return own >= 0 || commit.text().isBlank()
                    ? own
                    : buffer.lastPause(vadSilence.multipliedBy(4).dividedBy(5));
        }
        long wordEnd = clock.toSource(words.get(words.size() - 1).end());
        long tolerance = buffer.format().samples(TOLERANCE);
        if (own >= 0 && !buffer.hasSpeech(wordEnd + tolerance, own - tolerance)) {
            return own;
        }
        long silence = wordEnd + buffer.format().samples(INTO_SILENCE);
        return buffer.hasSpeech(wordEnd, silence) ? wordEnd : silence;
    }
}
