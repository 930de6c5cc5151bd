package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.pcm.QuietestFrame;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * How much audio an answer covers where the service may commit behind any word, in a pause or not, while more speech is under way to it.
 * Arithmetic only, for the {@link CommitLedger}.
 *
 * <p>An answer covers what its words cover and no more: the audio behind them belongs to later answers, unless it is silence before our
 * commit. An answer without words covers nothing as long as it may be to another commit than ours. So a lost connection may repeat
 * words whose times the service did not tell.
 *
 * <p>One gap remains without word times: where nothing was sent behind our commit, any answer with text counts as ours. If it was to a
 * commit of the service's own, and the connection is lost before the next answer, the words between the two are lost. Without this rule
 * a session whose connections are cut after seconds would make no progress.
 */
final class TurnCoverage {

    /** The service's word ends are exact to a few hundredths of a second, and hardly a word is shorter than this. */
    static final Duration WORD_END = Duration.ofMillis(100);

    /** A silence of this length behind a word is no gap between two words. */
    private static final Duration SILENCE = Duration.ofMillis(200);

    /** The detector of pauses is as exact as this. */
    private static final Duration FRAME = Duration.ofMillis(20);

    private TurnCoverage() {}

    /**
     * @param own           the position of our commit that waits for its answer; empty when none waits
     * @param spokenThrough where the silence at the end of the audio of our commit begins
     * @param alone         whether nothing was sent behind our commit, so that nothing but ours is left to be answered
     * @param clock         of the connection on which it came
     * @param buffer        the audio sent
     */
    static Coverage of(
            TwinPairing.Commit answer,
            OptionalLong own,
            long spokenThrough,
            boolean alone,
            SourceClock clock,
            ReplayBuffer buffer) {
        List<Token> words = answer.tokens();
        if (!words.isEmpty()) {
            return ofWords(words.get(words.size() - 1), own, spokenThrough, clock, buffer);
        }
        boolean wordless = answer.text().isBlank();
        if (own.isEmpty()) {
            return new Coverage(false, OptionalLong.empty(), wordless && !buffer.hasSpeech());
        }
        if (wordless) {
            boolean silent = !buffer.hasSpeech(buffer.start(), own.getAsLong());
            return new Coverage(silent, silent ? own : OptionalLong.empty(), silent);
        }
        return new Coverage(alone, alone ? own : OptionalLong.empty(), false);
    }

    private static Coverage ofWords(
            Token last, OptionalLong own, long spokenThrough, SourceClock clock, ReplayBuffer buffer) {
        OptionalLong behind = OptionalLong.of(behind(last, clock, buffer));
        if (own.isEmpty()) {
            return new Coverage(false, behind, true);
        }
        boolean nothingLeft = spokenThrough <= clock.toSource(last.end()) + samples(buffer, WORD_END);
        return new Coverage(nothingLeft, nothingLeft ? own : behind, false);
    }

    /** The quietest place near the end of the word, where a replay repeats nothing of it; a little into the silence, if one follows. */
    private static long behind(Token word, SourceClock clock, ReplayBuffer buffer) {
        long end = clock.toSource(word.end());
        long middle = (clock.toSource(word.start()) + end) / 2;
        long reach = samples(buffer, WORD_END);
        long from = Math.max(Math.max(buffer.start(), middle), end - reach);
        long to = Math.min(clock.sourceSamples(), end + reach);
        if (from >= to) {
            return end;
        }
        long quietest = from + QuietestFrame.near((int) (end - from), buffer.sent(from, to), buffer.format());
        long frame = samples(buffer, FRAME);
        OptionalLong silence = buffer.pauseIn(quietest - frame, quietest + frame, SILENCE);
        return silence.isPresent() ? silence.getAsLong() + samples(buffer, Coverage.INTO_SILENCE) : quietest;
    }

    private static long samples(ReplayBuffer buffer, Duration duration) {
        return buffer.format().samples(duration);
    }
}
