package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import io.github.camelelevenlabs.stt.emulator.audio.SpeechGate;
import java.time.Duration;
import java.util.Random;

/**
 * Decides behind which word a turn ends: at random, and the same for the same seed and connection. The decision takes some audio, in
 * which the client may go on speaking, and falls into a gap between words, so that no word is half recognised.
 */
final class TurnPredictor {
    /** A recogniser of tones needs as much of each. */
    private static final Duration WORD = Duration.ofMillis(40);

    private static final Duration GAP = Duration.ofMillis(30);
    private static final int MONOLOGUE = 10;
    private static final long NEVER = Long.MAX_VALUE;

    private final SpeechGate gate;
    private final Random random;
    private final int turnWords;
    private final int decision;

    private long position;
    private int words;
    private int wordsBehind;
    private int turn;
    private long dueAt;

    TurnPredictor(RawFormat format, double threshold, Behaviour behaviour, int connection) {
        gate = new SpeechGate(format, new SpeechGate.Settings(threshold, WORD, GAP, GAP));
        random = new Random(31L * behaviour.turnSeed() + connection);
        turnWords = behaviour.turnWords();
        decision = (int) format.samples(behaviour.turnDecisionAudio());
        restart();
    }

    /**
     * Listens to the samples from one index up to another, or less: it stops where a turn is found to have ended.
     *
     * @return the index after the last sample it listened to
     */
    int accept(short[] samples, int from, int to) {
        int at = from;
        while (at < to && !ended()) {
            int limit = dueAt > position ? at + (int) Math.min(to - at, dueAt - position) : to;
            int end = gate.accept(samples, at, limit);
            position += end - at;
            at = end;
            if (gate.ended()) {
                gate.restart();
                wordEnded();
            }
        }
        return at;
    }

    private void wordEnded() {
        if (dueAt != NEVER) {
            wordsBehind++;
        } else if (++words >= turn) {
            dueAt = position + random.nextInt(decision + 1);
        }
    }

    /** Whether a turn is found to have ended; until {@link #restart}. */
    boolean ended() {
        return dueAt <= position && gate.isSilent();
    }

    /** How many words were spoken between the end of the turn and the decision. */
    int wordsBehind() {
        return wordsBehind;
    }

    /** The audio up to here was committed. */
    void restart() {
        gate.restart();
        words = 0;
        wordsBehind = 0;
        dueAt = NEVER;
        turn = random.nextInt(MONOLOGUE) == 0 ? MONOLOGUE * turnWords : 1 + random.nextInt(2 * turnWords - 1);
    }
}
