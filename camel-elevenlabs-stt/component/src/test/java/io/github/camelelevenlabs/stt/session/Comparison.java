package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.session.NumberedSpeech.Said;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** What was heard beside what was said. Keeps nothing of what is as it should be, however long it goes on. */
final class Comparison {

    private static final int REMEMBERED = 500;
    private static final int TOLD = 5;

    private final Deque<Said> said;
    private final Deque<String> heard = new ArrayDeque<>();
    private final List<String> problems = new ArrayList<>();

    private int segments;
    private int words;
    private int untimed;
    private int lost;
    private int doubled;
    private long worstTime;

    /** @param said grows as more is said */
    Comparison(Deque<Said> said) {
        this.said = said;
    }

    void hear(Segment segment) {
        if (segment.index() != segments++) {
            problem("segment " + segment.index() + " is number " + segments);
        }
        String[] text = segment.text().split(" ");
        for (int i = 0; i < text.length; i++) {
            boolean timed = segment.words().size() == text.length;
            hear(text[i], timed ? segment.words().get(i).startTime() : -1);
        }
    }

    private void hear(String word, long start) {
        words++;
        if (!said.isEmpty() && !said.peek().word().equals(word)) {
            misheard(word);
        }
        if (said.isEmpty() || !said.peek().word().equals(word)) {
            return;
        }
        Said next = said.remove();
        if (start < 0) {
            untimed++;
        } else {
            worstTime = Math.max(worstTime, Math.abs(start - next.start()));
        }
        heard.addLast(word);
        if (heard.size() > REMEMBERED) {
            heard.removeFirst();
        }
    }

    private void misheard(String word) {
        if (heard.contains(word)) {
            doubled++;
            problem(word + " is heard twice, the second time where " + said.peek() + " was said");
            return;
        }
        int missing = 0;
        for (Iterator<Said> ahead = said.iterator(); ahead.hasNext() && missing < REMEMBERED; missing++) {
            if (ahead.next().word().equals(word)) {
                problem(missing + " words are lost, from " + said.peek() + " on");
                lost += missing;
                for (int i = 0; i < missing; i++) {
                    said.remove();
                }
                return;
            }
        }
        problem(word + " was not said");
    }

    /** Nothing more will be heard. */
    void finish() {
        if (!said.isEmpty()) {
            problem("the last " + said.size() + " words are lost, from " + said.peek() + " on");
            lost += said.size();
            said.clear();
        }
    }

    private void problem(String what) {
        if (problems.size() < TOLD) {
            problems.add("segment " + (segments - 1) + ": " + what);
        }
    }

    /** The first things that are not as they should be; empty when all is. */
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
