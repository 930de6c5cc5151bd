package io.github.camelelevenlabs.stt.transcript;

import java.util.List;
import java.util.Map.Entry;
import java.util.TreeMap;

/**
 * The time at which each character of a text is spoken. Words that are found in the text give the times; within a word, and in
 * text without a word, time passes evenly from character to character.
 */
final class SpokenTimes {

    /** How many characters ahead a word is searched for; further on, the match would be another word with the same spelling. */
    private static final int MAX_SKIPPED = 40;

    /** @param word whether it is one of the words, and not text between them */
    private record Span(int from, int to, long start, long end, boolean word) {
        long at(int offset) {
            return from == to ? start : start + (end - start) * (offset - from) / (to - from);
        }
    }

    private final TreeMap<Integer, Span> spans = new TreeMap<>();

    /**
     * @param words of the text, in order
     * @param start of the text without words, in milliseconds
     * @param end   of the text without words, in milliseconds
     */
    SpokenTimes(String text, List<Word> words, long start, long end) {
        long clock = words.isEmpty() ? start : words.get(0).startTime();
        int cursor = 0;
        for (int i = 0; i < words.size(); i++) {
            String word = FragmentCutter.clean(words.get(i).text());
            int at = word.isEmpty() ? -1 : find(word, text, cursor);
            if (at < 0) {
                continue;
            }
            long begins = Math.max(clock, words.get(i).startTime());
            long ends = Math.max(begins, endTime(words, i));
            add(cursor, at, clock, begins, false);
            add(at, at + word.length(), begins, ends, true);
            cursor = at + word.length();
            clock = ends;
        }
        long last = words.isEmpty() ? end : words.get(words.size() - 1).endTime();
        add(cursor, text.length(), clock, Math.max(clock, last), false);
    }

    /** The offset of the word within the next {@link #MAX_SKIPPED} characters; -1 when it is not there. */
    private static int find(String word, String text, int from) {
        int last = Math.min(from + MAX_SKIPPED, text.length() - word.length());
        for (int at = from; at <= last; at++) {
            if (text.startsWith(word, at)) {
                return at;
            }
        }
        return -1;
    }

    /** The end of a word, no later than the next word begins: one speaker's words do not overlap. */
    private static long endTime(List<Word> words, int index) {
        long end = words.get(index).endTime();
        if (index + 1 == words.size()) {
            return end;
        }
        long next = words.get(index + 1).startTime();
        return next > words.get(index).startTime() ? Math.min(end, next) : end;
    }

    private void add(int from, int to, long start, long end, boolean word) {
        if (to > from) {
            spans.put(from, new Span(from, to, start, end, word));
        }
    }

    /** Whether one word ends here and the next begins, and words are more than single characters. */
    boolean isBetweenWords(int offset) {
        Span before = spans.lowerEntry(offset).getValue();
        Span after = spans.floorEntry(offset).getValue();
        return before.word()
                && after.word()
                && before.to() == offset
                && Math.max(before.to() - before.from(), after.to() - after.from()) > 1;
    }

    /** When the character at this offset begins. */
    long start(int offset) {
        return at(spans.floorEntry(offset), offset);
    }

    /** When the character before this offset has ended. */
    long end(int offset) {
        return at(spans.lowerEntry(offset), offset);
    }

    private static long at(Entry<Integer, Span> entry, int offset) {
        return entry.getValue().at(offset);
    }
}
