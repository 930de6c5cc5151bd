package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.session.NumberedSpeech.SpokenWord;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Compares the words of the transcripts with the spoken words. Forgets the words that are right, so that it takes no more memory in a long run. */
final class Comparison {

    private static final int REMEMBERED = 500;
    private static final int MAX_PROBLEMS = 5;

    private final Deque<SpokenWord> spoken;
    private final Deque<String> recognised = new ArrayDeque<>();
    private final List<String> problems = new ArrayList<>();

    private int segments;
    private int words;
    private int untimed;
    private int lost;
    private int doubled;
    private long worstTime;

    /** @param spoken the spoken words, of which more may be added */
    Comparison(Deque<SpokenWord> spoken) {
        this.spoken = spoken;
    }

    void add(Segment segment) {
        if (segment.index() != segments++) {
            problem("segment " + segment.index() + " is number " + segments);
        }
        String[] text = segment.text().split(" ");
        for (int i = 0; i < text.length; i++) {
            boolean timed = segment.words().size() == text.length;
            add(text[i], timed ? segment.words().get(i).startTime() : -1);
        }
    }

    private void add(String word, long start) {
        words++;
        if (!spoken.isEmpty() && !spoken.peek().word().equals(word)) {
            mismatch(word);
        }
        if (spoken.isEmpty() || !spoken.peek().word().equals(word)) {
            return;
        }
        SpokenWord next = spoken.remove();
        if (start < 0) {
            untimed++;
        } else {
            worstTime = Math.max(worstTime, Math.abs(start - next.start()));
        }
        recognised.addLast(word);
        if (recognised.size() > REMEMBERED) {
            recognised.removeFirst();
        }
    }

    private void mismatch(String word) {
        if (recognised.contains(word)) {
            doubled++;
            problem(word + " is transcribed twice, the second time where " + spoken.peek() + " was spoken");
            return;
        }
        int missing = 0;
        for (Iterator<SpokenWord> ahead = spoken.iterator(); ahead.hasNext() && missing < REMEMBERED; missing++) {
            if (ahead.next().word().equals(word)) {
                problem(missing + " words are lost, from " + spoken.peek() + " on");
                lost += missing;
                for (int i = 0; i < missing; i++) {
                    spoken.remove();
                }
                return;
            }
        }
        problem(word + " was not spoken");
    }

    /** No more segments follow. */
    void finish() {
        if (!spoken.isEmpty()) {
            problem("the last " + spoken.size() + " words are lost, from " + spoken.peek() + " on");
            lost += spoken.size();
            spoken.clear();
        }
    }

    private void problem(String what) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add("segment " + (segments - 1) + ": " + what);
        }
    }

    /** The first few differences; empty when there are none. */
    List<String> problems() {
        return problems;
    }

    int words() {
        return words;
    }

    /** Words of segments without times. */
    int untimed() {
        return untimed;
    }

    int lost() {
        return lost;
    }

    int doubled() {
        return doubled;
    }

    /** How far the start of a word was off at most, in milliseconds. */
    long worstTime() {
        return worstTime;
    }

    @Override
    public String toString() {
        return words + " words, " + lost + " lost, " + doubled + " doubled, " + untimed + " without time, times off by "
                + worstTime + " ms at most; " + problems;
    }
}
