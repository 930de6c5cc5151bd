package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * How much audio an answer covers, judged by its words. Arithmetic only, for the {@link CommitLedger}.
 *
 * <p>The answer to our commit covers exactly the audio that was sent before that commit. The answer to a commit of the
 * service's own looks the same, and only the times of its words show how far it reaches.
 *
 * @param ours    whether it answers our commit
 * @param through a position in the source, in samples; empty when unknown
 * @param certain whether the answer cannot be to the service's own commit instead
 */
record Coverage(boolean ours, OptionalLong through, boolean certain) {

    /** The service's word ends are exact to a few hundredths of a second; speech this close behind is the rest of the word. */
    private static final Duration WORD_END = Duration.ofMillis(100);

    /** How much later than the reported end of a word the silence may begin in which the service committed. */
    private static final Duration END_TOLERANCE = Duration.ofMillis(300);

    /** How far the coverage reaches into the silence behind a word, so that a replay does not begin with the end of the word. */
    static final Duration INTO_SILENCE = Duration.ofMillis(150);

    /**
     * @param own      the position of our commit that waits for its answer; empty when none waits
     * @param strategy VAD or manual; for the third see {@link TurnCoverage}
     * @param clock    of the connection on which it came
     * @param buffer   the audio sent
     */
    static Coverage of(
            TwinPairing.Commit answer,
            OptionalLong own,
            CommitStrategy strategy,
            SourceClock clock,
            ReplayBuffer buffer,
            SessionSettings settings) {
        Duration silence = settings.uncommittedSilence();
        OptionalLong pause = own.isPresent() ? buffer.firstPause(silence, own.getAsLong()) : buffer.firstPause(silence);
        // The service commits by itself only in a silence: where there was none, any answer is to ours.
        boolean oursOnly = strategy == CommitStrategy.MANUAL || own.isPresent() && pause.isEmpty();
        List<Token> words = answer.tokens();
        if (!words.isEmpty()) {
            return ofWords(words.get(words.size() - 1), own, oursOnly, clock, buffer, silence);
        }
        if (oursOnly) {
            return new Coverage(own.isPresent(), own, true);
        }
        if (own.isEmpty() && answer.text().isBlank()) {
            return new Coverage(false, OptionalLong.empty(), !buffer.hasSpeech());
        }
        // No word times, because nothing was spoken or the twin was lost: the answer reaches at least to the first
        // silence in which the service commits, and never beyond our commit.
        boolean nothingLeft = own.isPresent() && !buffer.hasSpeech(pause.getAsLong(), own.getAsLong());
        return new Coverage(nothingLeft, nothingLeft ? own : pause, false);
    }

    private static Coverage ofWords(
            Token last, OptionalLong own, boolean oursOnly, SourceClock clock, ReplayBuffer buffer, Duration silence) {
        OptionalLong behind = OptionalLong.of(behind(last, clock, buffer, silence));
        if (own.isEmpty()) {
            return new Coverage(false, behind, true);
        }
        long wordEnd = clock.toSource(last.end());
        long ownEnd = own.getAsLong();
        boolean atTheEnd = ownEnd - wordEnd < samples(buffer, silence);
        boolean nothingLeft =
                !buffer.hasSpeech(wordEnd + samples(buffer, WORD_END), ownEnd - samples(buffer, WORD_END));
        boolean ours = oursOnly || atTheEnd || nothingLeft;
        return new Coverage(ours, ours && nothingLeft ? own : behind, oursOnly || atTheEnd);
    }

    /** A little into the silence in which the service committed; without a silence, the end of the word. */
    private static long behind(Token word, SourceClock clock, ReplayBuffer buffer, Duration silence) {
        long end = clock.toSource(word.end());
        long earliest = Math.max(clock.toSource(word.start()), end - samples(buffer, END_TOLERANCE));
        OptionalLong pause = buffer.pauseIn(earliest, end + samples(buffer, END_TOLERANCE), silence);
        long intoSilence = samples(buffer, INTO_SILENCE);
        if (pause.isPresent()) {
            return pause.getAsLong() + intoSilence;
        }
        return buffer.hasSpeech(end, end + intoSilence) ? end : end + intoSilence;
    }

    private static long samples(ReplayBuffer buffer, Duration duration) {
        return buffer.format().samples(duration);
    }
}
