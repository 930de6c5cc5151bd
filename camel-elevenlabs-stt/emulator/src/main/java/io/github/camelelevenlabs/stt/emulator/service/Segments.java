package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Recognition;
import io.github.camelelevenlabs.stt.emulator.RecordedSession.Commit;
import io.github.camelelevenlabs.stt.emulator.SpokenWord;
import io.github.camelelevenlabs.stt.emulator.Utterance;
import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import io.github.camelelevenlabs.stt.emulator.audio.SpeechGate;
import io.github.camelelevenlabs.stt.emulator.protocol.CommitStrategy;
import io.github.camelelevenlabs.stt.emulator.protocol.SessionParameters;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * A connection's audio, cut into segments: by the client, at pauses, behind a word, or because a segment has become too long. The
 * cut falls on the exact sample, also in the middle of a chunk. A turn is found to have ended a while after its last word; words that
 * were spoken meanwhile belong to the next segment.
 */
final class Segments {
    private static final Duration NEVER = Duration.ofDays(365);
    private static final CompletableFuture<List<SpokenWord>> NO_WORDS = CompletableFuture.completedFuture(List.of());

    /** Called before the samples behind the cut are recognised. */
    interface Listener {
        void closed(Commit.By by, CompletionStage<Utterance> utterance);
    }

    private final RawFormat format;
    private final boolean vad;
    private final SpeechGate gate;
    private final Recognition recognition;
    private final Listener listener;
    private final long longest;
    private final Optional<TurnPredictor> turns;
    /** Words behind the last turn that were recognised before it was found to have ended. */
    private CompletableFuture<List<SpokenWord>> early = NO_WORDS;

    private long position;
    private long segmentStart;

    /** @param connection the number of the connection, from 1 */
    Segments(
            SessionParameters parameters,
            Behaviour behaviour,
            Recognition recognition,
            int connection,
            Listener listener) {
        this.recognition = recognition;
        this.listener = listener;
        format = parameters.format();
        vad = parameters.vad();
        longest = format.samples(behaviour.autoCommitAudio());
        gate = new SpeechGate(format, settings(parameters, behaviour));
        turns = parameters.commitStrategy() == CommitStrategy.TURN_PREDICTION
                ? Optional.of(new TurnPredictor(format, parameters.vadThreshold(), behaviour, connection))
                : Optional.empty();
    }

    private static SpeechGate.Settings settings(SessionParameters parameters, Behaviour behaviour) {
        Duration silence = Duration.ofMillis(Math.round(parameters.vadSilenceThresholdSecs() * 1000));
        return new SpeechGate.Settings(
                parameters.vadThreshold(),
                Duration.ofMillis(parameters.minSpeechDurationMs()),
                Duration.ofMillis(parameters.minSilenceDurationMs()),
                parameters.vad() ? silence.plus(behaviour.vadDecisionAudio()) : NEVER);
    }

    /** @param predict whether a turn may end in it */
    void accept(short[] samples, boolean predict) {
        int from = 0;
        while (from < samples.length) {
            int to = (int) Math.min(samples.length, from + Math.max(1, untilTooLong()));
            int turn = predict && turns.isPresent() ? turns.get().accept(samples, from, to) : to;
            int end = gate.accept(samples, from, turn);
            recognition.accept(samples, from, end);
            position += end - from;
            from = end;
            if (turns.isPresent() && turns.get().ended()) {
                endTurn(turns.get().wordsBehind());
            } else if (gate.ended()) {
                close(Commit.By.VAD);
            } else if (untilTooLong() <= 0) {
                close(Commit.By.LENGTH);
            }
        }
    }

    /** In VAD mode silence alone is never too long. */
    private long untilTooLong() {
        if (!vad) {
            return longest - (position - segmentStart);
        }
        return gate.speechLength() == 0 ? Integer.MAX_VALUE : longest - gate.speechLength();
    }

    /** Commits the open segment without its last words. The service commits behind a word: without one it does not. */
    private void endTurn(int behind) {
        if (partial().isEmpty()) {
            turns.ifPresent(TurnPredictor::restart);
            return;
        }
        CompletionStage<List<SpokenWord>> words = words();
        early = words.thenApply(all -> all.subList(wordsInTurn(all, behind), all.size()))
                .toCompletableFuture();
        close(Commit.By.TURN, words.thenApply(all -> all.subList(0, wordsInTurn(all, behind))));
    }

    private static int wordsInTurn(List<SpokenWord> words, int behind) {
        return Math.min(words.size(), Math.max(1, words.size() - behind));
    }

    /** Ends the segment after the last sample that was accepted. */
    void close(Commit.By by) {
        CompletionStage<List<SpokenWord>> words = words();
        early = NO_WORDS;
        close(by, words);
    }

    private void close(Commit.By by, CompletionStage<List<SpokenWord>> words) {
        segmentStart = position;
        gate.restart();
        turns.ifPresent(TurnPredictor::restart);
        listener.closed(by, words.thenApply(Utterance::new));
    }

    private CompletionStage<List<SpokenWord>> words() {
        return early.thenCombine(
                recognition.commit(),
                (before, utterance) -> Stream.concat(before.stream(), utterance.words().stream())
                        .toList());
    }

    /** Ends the last segment without a call of the listener. */
    CompletionStage<Utterance> end() {
        return words().thenApply(Utterance::new);
    }

    String partial() {
        List<SpokenWord> before = early.getNow(List.of());
        return before.isEmpty()
                ? recognition.partial()
                : (new Utterance(before).text() + " " + recognition.partial()).strip();
    }

    Duration position() {
        return format.duration(position);
    }

    Duration uncommitted() {
        return format.duration(position - segmentStart);
    }

    boolean inSpeech() {
        return gate.speaking();
    }
}
