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

    private int next;
    private String lastText;
    private boolean twinMissed;

    /** @param listener takes every segment */
    Segments(SessionSettings settings, Consumer<Segment> listener) {
        this.settings = settings;
        this.listener = listener;
        this.next = settings.resumption().nextIndex();
        this.lastText = settings.previousText();
    }

    /** Makes a segment of an answer that has any text. @param clock of the connection on which it came */
    void add(TwinPairing.Commit answer, SourceClock clock) {
        twinMissed &= answer.tokens().isEmpty();
        if (!answer.text().isBlank()) {
            lastText = answer.text();
            listener.accept(segment(next++, answer, clock, settings.words()));
        }
    }

    /** How many segments there were, with those of the session that this one resumes. */
    int count() {
        return next;
    }

    /** The end of the last text, as context for the next connection; null when there is none. */
    String context() {
        return PreviousText.endOf(lastText);
    }

    /**
     * Whether the audio of a commit without its twin is better sent again, on another connection, than the commit taken as it
     * is. Not with manual commits, whose reach is known without a twin, and not a second time, since the service may send no
     * twins at all.
     */
    boolean isReplayBetter() {
        return settings.commitStrategy() != CommitStrategy.MANUAL
                && settings.continuity().policy().reconnects()
                && !twinMissed;
    }

    /** A twin did not come. If the next one is missing too, the service counts as one that sends none. */
    void twinMissed() {
        twinMissed = true;
    }

    /** @param words whether the user wants the words */
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
                clock.toSourceEndMillis(token.start(), token.end()),
                token.type(),
                Math.exp(token.logprob()));
    }
}
