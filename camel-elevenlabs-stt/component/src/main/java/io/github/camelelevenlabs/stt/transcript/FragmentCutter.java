package io.github.camelelevenlabs.stt.transcript;

import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Cuts a segment's text wherever a line may be broken, and gives each fragment its times. */
final class FragmentCutter {

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}\u0085\u2028\u2029]+");

    // The JDK looks Thai words up in a dictionary, but only for this locale; other text it treats alike for all.
    private static final Locale THAI = Locale.forLanguageTag("th");

    private static final String OPENING = "«‹([{¿¡";
    private static final String CLOSING = "»›)]}?!:;%";

    /** In characters, many lines long. */
    private static final int WINDOW = 500;

    /** In characters: whether a line may be broken depends on no more of the text that follows. */
    private static final int LOOK_AHEAD = 100;

    private final int lineWidth;

    /** @param lineWidth columns that no fragment exceeds */
    FragmentCutter(int lineWidth) {
        this.lineWidth = lineWidth;
    }

    /** The text on one line, without control characters. */
    static String clean(String text) {
        return SPACE.matcher(text).replaceAll(" ").strip();
    }

    /**
     * Appends the fragments of a segment to those of earlier ones.
     *
     * @param start of the segment when it has no words, in milliseconds
     * @param end   of the segment when it has no words, in milliseconds
     */
    void append(Segment segment, long start, long end, List<Fragment> fragments) {
        String text = clean(segment.text());
        SpokenTimes times = new SpokenTimes(text, segment.words(), start, end);
        BreakIterator breaks = BreakIterator.getLineInstance(THAI);
        int from = 0;
        while (from < text.length()) {
            from = append(text, from, breaks, times, fragments);
        }
    }

    /**
     * Appends the fragments in the next window of the text, save the last one, which may continue behind it; returns where that
     * one begins. Windows are needed because the JDK's search in its dictionary takes quadratic time in a text with no words.
     */
    private int append(String text, int start, BreakIterator breaks, SpokenTimes times, List<Fragment> fragments) {
        int end = Math.min(text.length(), start + WINDOW);
        breaks.setText(text.substring(start, end));
        int from = start;
        int certain = end == text.length() ? end : end - LOOK_AHEAD;
        for (int at = breaks.next(); at != BreakIterator.DONE && start + at <= certain; at = breaks.next()) {
            int to = start + at;
            if (to == text.length() || isBreakable(text, to)) {
                append(text, from, to, times, fragments);
                from = to;
            }
        }
        if (from == start) {
            from = Writing.wholeCharacters(text, start, end);
            append(text, start, from, times, fragments);
        }
        return from;
    }

    /** Whether a line may be broken here. The JDK would also break {@code 7:30}, URLs, and behind French quotation marks. */
    private static boolean isBreakable(String text, int at) {
        int before = text.codePointBefore(at);
        int after = text.codePointAt(at);
        if (before == ' ') {
            return CLOSING.indexOf(after) < 0 && OPENING.indexOf(text.charAt(Math.max(0, at - 2))) < 0;
        }
        return before == '—'
                || Writing.isIdeographic(before)
                || Writing.isIdeographic(after)
                || Writing.isThai(before) && Writing.isThai(after);
    }

    private void append(String text, int from, int to, SpokenTimes times, List<Fragment> fragments) {
        int last = text.charAt(to - 1) == ' ' ? to - 1 : to;
        int begin = from;
        while (begin < last) {
            int end = Writing.fitting(text, begin, last, lineWidth);
            String piece = text.substring(begin, end);
            boolean spaced = begin == 0 ? isSpaced(fragments, piece) : text.charAt(begin - 1) == ' ';
            fragments.add(new Fragment(
                    piece,
                    spaced,
                    times.start(begin),
                    times.end(end),
                    Writing.columns(piece),
                    begin > from ? Juncture.AWKWARD : juncture(fragments, piece, begin, spaced, times)));
            begin = end;
        }
    }

    private static boolean isSpaced(List<Fragment> before, String text) {
        return !before.isEmpty()
                && Writing.areSpaced(before.get(before.size() - 1).text(), text);
    }

    private static Juncture juncture(
            List<Fragment> fragments, String text, int offset, boolean spaced, SpokenTimes times) {
        if (fragments.isEmpty()) {
            return Juncture.AWKWARD;
        }
        String before = fragments.get(fragments.size() - 1).text();
        Juncture juncture = Juncture.between(before, text, spaced);
        if (offset == 0) {
            // A segment ends in a pause.
            return juncture == Juncture.SENTENCE ? juncture : Juncture.CLAUSE;
        }
        boolean chinese = Writing.isHan(before.codePointBefore(before.length())) && Writing.isHan(text.codePointAt(0));
        return chinese && times.isBetweenWords(offset) ? Juncture.PLAIN : juncture;
    }
}
