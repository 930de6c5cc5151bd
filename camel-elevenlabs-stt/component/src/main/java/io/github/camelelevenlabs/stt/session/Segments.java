package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.PreviousText;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Word;
import java.util.List;
import java.util.function.Consumer;

/** The segments of a session, numbered over all its connections: each answer with text becomes one. Used on the session's loop. */
final class Segments {

    private static final String SPACING = "spacing";

    private final SessionSettings settings;
    private final Consumer<Segment> listener;

    private int count;
    private String lastText;
    private boolean twinMissed;

    /** @param listener takes every segment */
    Segments(SessionSettings settings, Consumer<Segment> listener) {
        this.settings = settings;
        this.listener = listener;
        this.lastText = settings.previousText();
    }

    /** Makes a segment of an answer that has any text. @param clock of the connection on which it came */
    void add(TwinPairing.Commit answer, SourceClock clock) {
        twinMissed &= answer.tokens().isEmpty();
        if (!answer.text().isBlank()) {
            lastText = answer.text();
            listener.accept(segment(count++, answer, clock, settings.words()));
        }
    }

    /** How many there were. */
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
        return settings.commitStrategy() == CommitStrategy.VAD && !twinMissed;
    }

    /** The service left a twin out, which a replay may bring; the next time it counts as one that sends none. */
    void twinMissed() {
        twinMissed = true;
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
