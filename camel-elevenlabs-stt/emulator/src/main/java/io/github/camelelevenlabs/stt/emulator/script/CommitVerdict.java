package io.github.camelelevenlabs.stt.emulator.script;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.SpokenWord;
import io.github.camelelevenlabs.stt.emulator.Utterance;
import java.util.ArrayList;
import java.util.List;

/**
 * How a commit is answered.
 *
 * @param answers how many times; 0 for not at all
 * @param texts   how many times its text is in each answer; 0 for an empty one
 */
public record CommitVerdict(int answers, int texts) {
    /** As it should be. */
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

    public Utterance apply(Utterance heard) {
        if (texts == 1) {
            return heard;
        }
        List<SpokenWord> words = new ArrayList<>();
        for (int i = 0; i < texts; i++) {
            words.addAll(heard.words());
        }
        return new Utterance(words);
    }
}
