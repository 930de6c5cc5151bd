package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Word;
import java.util.List;

/** Makes a segment of a commit: the wire's words and times become the user's. */
final class Segments {

    private static final String SPACING = "spacing";

    private Segments() {}

    /** @param words whether the user wants them */
    static Segment segment(int index, TwinPairing.Commit commit, SourceClock clock, boolean words) {
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
