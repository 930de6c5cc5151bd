package io.github.camelelevenlabs.stt.emulator.script;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.SpokenWord;
import io.github.camelelevenlabs.stt.emulator.Utterance;
import java.util.ArrayList;
import java.util.List;

/**
 * How a commit is answered.
 *
 * @param answers how many answers there are; 0 for none
 * @param texts   how often each answer holds its text; 0 for an empty text
 */
public record CommitVerdict(int answers, int texts) {
    /** One answer with its text once, as the service gives it. */
    public static final CommitVerdict ONCE = new CommitVerdict(1, 1);

    static final CommitVerdict UNANSWERED = new CommitVerdict(0, 1);

    /** Whether this is a fault of the answer to a commit. */
    public static boolean concerns(Fault fault) {
        return fault instanceof Fault.SwallowCommitAnswer
                || fault instanceof Fault.EmptyAnswer
                || fault instanceof Fault.RepeatText
                || fault instanceof Fault.RepeatAnswer;
    }

    public CommitVerdict with(Fault fault) {
        if (fault instanceof Fault.SwallowCommitAnswer) {
            return new CommitVerdict(0, texts);
        }
        if (fault instanceof Fault.EmptyAnswer) {
            return new CommitVerdict(answers, 0);
        }
        if (fault instanceof Fault.RepeatText repeat) {
            return new CommitVerdict(answers, repeat.times());
        }
        if (fault instanceof Fault.RepeatAnswer repeat) {
            return new CommitVerdict(repeat.times(), texts);
        }
        throw new IllegalArgumentException(fault + " does not concern an answer");
    }

    public Utterance apply(Utterance utterance) {
        if (texts == 1) {
            return utterance;
        }
        List<SpokenWord> words = new ArrayList<>();
        for (int i = 0; i < texts; i++) {
            words.addAll(utterance.words());
        }
        return new Utterance(words);
    }
}
