package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import java.time.Duration;
import java.util.List;

/**
 * What a commit's answer tells of the audio: whether it is the answer to a commit of ours, and up to where the source is
 * transcribed. What lies behind that is sent again after a reconnect, what lies before never.
 *
 * <p>The answer to a commit of ours covers what was sent before that commit, exactly. A commit of the service's own, which
 * looks the same, says by the times of its words how far it reaches.
 *
 * @param ours    whether it answers our commit
 * @param through a position in the source; -1 when nothing is known
 * @param certain whether no commit of the service's own can be behind it
 */
record Coverage(boolean ours, long through, boolean certain) {

    static final long UNKNOWN = -1;

    /** Word ends are good to a few hundredths of a second; what follows so closely is the rest of the word. */
    private static final Duration WORD_END = Duration.ofMillis(100);

    /** How much later than a word's end, as the service has it, the silence in which it committed may begin. */
    private static final Duration END_TOLERANCE = Duration.ofMillis(300);

    /** In the silence behind a word, so that its very end is not heard as the beginning of another. */
    private static final Duration INTO_SILENCE = Duration.ofMillis(150);

    /**
     * @param own    where in the source our commit is that waits for its answer; -1 for none
     * @param clock  of the connection on which it came
     * @param buffer the audio sent
     */
    static Coverage of(
            TwinPairing.Commit commit, long own, SourceClock clock, ReplayBuffer buffer, SessionSettings settings) {
        boolean waiting = own != UNKNOWN;
        Duration silence = settings.uncommittedSilence();
        long pause = waiting ? buffer.firstPause(silence, own) : buffer.firstPause(silence);
        // The service commits by itself in a silence only: where there was none, any answer is one to ours.
        boolean oursOnly = settings.commitStrategy() == CommitStrategy.MANUAL || waiting && pause == UNKNOWN;
        List<Token> words = commit.tokens();
        if (oursOnly && words.isEmpty()) {
            return new Coverage(waiting, own, true);
        }
        if (words.isEmpty() && !waiting && commit.text().isBlank()) {
            return new Coverage(false, UNKNOWN, !buffer.hasSpeech());
        }
        if (words.isEmpty()) {
            // Nothing was heard, or its twin was lost: it reaches at least to the first silence in which the service
            // commits. What was sent behind our commit is no part of its answer.
            boolean nothingLeft = waiting && !buffer.hasSpeech(pause, own);
            return new Coverage(nothingLeft, nothingLeft ? own : pause, false);
        }
        long wordEnd = clock.toSource(words.get(words.size() - 1).end());
        boolean atTheEnd = own - wordEnd < samples(buffer, settings.uncommittedSilence());
        boolean nothingLeft = !buffer.hasSpeech(wordEnd + samples(buffer, WORD_END), own - samples(buffer, WORD_END));
        boolean ours = waiting && (oursOnly || atTheEnd || nothingLeft);
        long through = ours && nothingLeft ? own : behind(words.get(words.size() - 1), clock, buffer, settings);
        return new Coverage(ours, through, oursOnly || atTheEnd);
    }

    /** A little into the silence in which the service committed; right behind the word if it did so without one. */
    private static long behind(Token word, SourceClock clock, ReplayBuffer buffer, SessionSettings settings) {
        long end = clock.toSource(word.end());
        long earliest = Math.max(clock.toSource(word.start()), end - samples(buffer, END_TOLERANCE));
        long pause = buffer.pauseIn(earliest, end + samples(buffer, END_TOLERANCE), settings.uncommittedSilence());
        long silence = end + samples(buffer, INTO_SILENCE);
        if (pause != UNKNOWN) {
            return pause + samples(buffer, INTO_SILENCE);
        }
        return buffer.hasSpeech(end, silence) ? end : silence;
    }

    private static long samples(ReplayBuffer buffer, Duration duration) {
        return buffer.format().samples(duration);
    }
}
