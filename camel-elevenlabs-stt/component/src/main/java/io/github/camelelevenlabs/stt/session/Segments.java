package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.PreviousText;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Word;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a session: each commit becomes one, once, and says what of the audio need not be sent again. Used on the
 * session's loop.
 */
final class Segments {

    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);
    private static final String SPACING = "spacing";

    private final String sessionId;
    private final SessionSettings settings;
    private final AudioIntake intake;
    private final Consumer<Segment> listener;

    private int count;
    private String lastText;
    private boolean twinMissed;

    /** @param listener told of every segment */
    Segments(String sessionId, SessionSettings settings, AudioIntake intake, Consumer<Segment> listener) {
        this.sessionId = sessionId;
        this.settings = settings;
        this.intake = intake;
        this.listener = listener;
        this.lastText = settings.previousText();
    }

    /** Tells a commit that came on this connection, and gives up the audio that it covers. */
    Coverage add(Connection from, TwinPairing.Commit commit) {
        Coverage coverage = from.commits().coverage(commit);
        ReplayBuffer buffer = intake.buffer();
        LOG.debug("{} a commit, {}, kept from {}: {}", sessionId, from.commits(), buffer.start(), coverage);
        buffer.commitThrough(coverage.through());
        if (coverage.through() != Coverage.UNKNOWN) {
            from.segment().uncovered(from.clock().sourceSamples() - coverage.through());
        }
        twinMissed &= commit.tokens().isEmpty();
        if (!commit.text().isBlank()) {
            lastText = commit.text();
            listener.accept(segment(count++, commit, from.clock(), settings.words()));
        }
        return coverage;
    }

    /** How many were told. */
    int count() {
        return count;
    }

    /** What was said last, for the next connection; null for nothing. */
    String context() {
        return PreviousText.endOf(lastText);
    }

    /**
     * Whether a commit whose twin is lost is better made again than taken without: not where our own commits say all that the
     * twin would, and not again for a service that sends no twins.
     */
    boolean isReplayBetter() {
        boolean better = settings.commitStrategy() == CommitStrategy.VAD && !twinMissed;
        twinMissed = true;
        return better;
    }

    /** @param words whether the user wants them */
    private static Segment segment(int index, TwinPairing.Commit commit, SourceClock clock, boolean words) {
        List<Word> spoken = !words
                ? List.of()
                : commit.tokens().stream()
                        .filter(token -> !token.type().equals(SPACING))
                        .map(token -> word(token, clock))
                        .toList();
        return new Segment(index, commit.text(), commit.languageCode(), spoken);
    }

    private static Word word(Token token, SourceClock clock) {
        return new Word(
                token.text(),
                clock.toSourceMillis(token.start()),
                clock.toSourceMillis(token.end()),
                token.type(),
                Math.exp(token.logprob()));
    }
}
