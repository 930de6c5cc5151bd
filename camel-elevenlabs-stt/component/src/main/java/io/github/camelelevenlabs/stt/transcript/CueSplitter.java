package io.github.camelelevenlabs.stt.transcript;

import io.github.camelelevenlabs.stt.transcript.CueLayout.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Cuts the text of one speaker into pieces, one for each cue. Of all ways to cut it takes the one with the lowest cost. By the
 * costs below, pieces end at the ends of sentences, otherwise at the ends of clauses, otherwise in pauses.
 */
final class CueSplitter {

    /** In milliseconds. No cue spans a longer silence, because it would show words before they are spoken. */
    private static final long LONG_PAUSE = 1_500;

    private static final long PAUSE = 300;

    /** More fragments than fit into a cue, unless they are invisible. */
    private static final int MAX_FRAGMENTS = 100;

    // Costs, of which only the proportions matter. To end a piece within a clause costs more than several additional
    // pieces.
    private static final double EACH_PIECE = 8;
    private static final Map<Juncture, Double> END_COSTS =
            Map.of(Juncture.SENTENCE, 0.0, Juncture.CLAUSE, 10.0, Juncture.PLAIN, 30.0, Juncture.AWKWARD, 40.0);
    private static final double LONG_PAUSE_END = 12;
    private static final double SHORT_PAUSE_END = 20;

    private static final double SENTENCE_END_WITHIN_LINE = 8;
    private static final double SENTENCE_END_AT_LINE_BREAK = 3;
    private static final double HALF_A_SENTENCE_BESIDE_ANOTHER = 20;
    private static final double SECOND_OF_PAUSE_WITHIN = 15;

    /** The cost of a piece that cannot be shown at all; of one shown for less than the shortest display time, the part that is missing. */
    private static final double FLASH = 80;

    private static final double COLUMN_PER_SECOND_TOO_FAST = 2;

    /** The cost of a piece that fills both lines. It grows with the square of the length, so that pieces of a long sentence are alike. */
    private static final double FULL = 10;

    /**
     * The text of one cue.
     *
     * @param start   when its first word begins, in milliseconds
     * @param end     when its last word ends, in milliseconds
     * @param columns the width of its text on one line
     */
    record Piece(long start, long end, int columns, List<String> lines) {}

    private final List<Fragment> fragments;
    private final CueLayout layout;
    private final int lineWidth;

    private CueSplitter(List<Fragment> fragments, int lineWidth) {
        this.fragments = fragments;
        this.lineWidth = lineWidth;
        this.layout = new CueLayout(fragments, lineWidth);
    }

    /** @param fragments of one speaker, in order, none wider than a line */
    static List<Piece> split(List<Fragment> fragments, int lineWidth) {
        return new CueSplitter(fragments, lineWidth).pieces();
    }

    private List<Piece> pieces() {
        int[] beginOfPieceTo = cheapest();
        List<Piece> pieces = new ArrayList<>();
        for (int to = fragments.size(); to > 0; to = beginOfPieceTo[to]) {
            pieces.add(piece(beginOfPieceTo[to], to));
        }
        Collections.reverse(pieces);
        return pieces;
    }

    private Piece piece(int from, int to) {
        int lineBreak = layout.best(from, to).lineBreak();
        List<String> lines = lineBreak == to
                ? List.of(layout.text(from, to))
                : List.of(layout.text(from, lineBreak), layout.text(lineBreak, to));
        return new Piece(fragments.get(from).start(), fragments.get(to - 1).end(), layout.columns(from, to), lines);
    }

    /** For every end of a piece, the begin of that piece when the text up to its end is cut at the lowest cost. */
    private int[] cheapest() {
        int[] begin = new int[fragments.size() + 1];
        double[] cost = new double[fragments.size() + 1];
        for (int to = 1; to <= fragments.size(); to++) {
            cost[to] = Double.POSITIVE_INFINITY;
            double pauses = 0;
            int sentenceEnds = 0;
            for (int from = to - 1; from >= 0 && fits(from, to); from--) {
                if (from + 1 < to) {
                    pauses += SECOND_OF_PAUSE_WITHIN * Math.max(0, pauseBefore(from + 1) - PAUSE) / 1_000;
                    sentenceEnds += isSentenceEnd(from + 1) ? 1 : 0;
                }
                Layout lines = layout.best(from, to);
                double sum = cost[from]
                        + cost(from, to)
                        + lines.cost()
                        + pauses
                        + (sentenceEnds == 0 ? 0 : costOfSentences(from, to, lines.lineBreak(), sentenceEnds));
                if (sum < cost[to]) {
                    cost[to] = sum;
                    begin[to] = from;
                }
            }
        }
        return begin;
    }

    private boolean fits(int from, int to) {
        return from == to - 1
                || to - from <= MAX_FRAGMENTS
                        && layout.columns(from, to) <= 2 * lineWidth + 1
                        && fragments.get(to - 1).end() - fragments.get(from).start() <= Cue.MAX_DURATION
                        && pauseBefore(from + 1) < LONG_PAUSE;
    }

    private double cost(int from, int to) {
        int columns = layout.columns(from, to);
        long shown = shown(from, to, columns);
        double fullness = columns / (2.0 * lineWidth);
        return EACH_PIECE
                + costOfEnd(to)
                + FULL * fullness * fullness
                + FLASH * Math.max(0, Cue.MIN_DURATION - shown) / Cue.MIN_DURATION
                + COLUMN_PER_SECOND_TOO_FAST * Math.max(0, columns * 1_000.0 / shown - Cue.READING_SPEED);
    }

    /** The display time in milliseconds: until the text is read, or until the next piece begins. */
    private long shown(int from, int to, int columns) {
        long start = fragments.get(from).start();
        long end = Math.max(fragments.get(to - 1).end(), start + Cue.readingTime(columns));
        long limit = to == fragments.size() ? end : fragments.get(to).start() - Cue.GAP;
        return Math.max(1, Math.min(end, limit) - start);
    }

    private double costOfEnd(int to) {
        long pause = to == fragments.size() ? LONG_PAUSE : pauseBefore(to);
        if (pause >= LONG_PAUSE) {
            return 0;
        }
        double cost = END_COSTS.get(fragments.get(to).before());
        double length = (double) (pause - PAUSE) / (LONG_PAUSE - PAUSE);
        return length < 0 ? cost : Math.min(cost, SHORT_PAUSE_END + length * (LONG_PAUSE_END - SHORT_PAUSE_END));
    }

    /** The cost of showing several sentences, or parts of them, in one piece. */
    private double costOfSentences(int from, int to, int lineBreak, int ends) {
        boolean whole = isSentenceEnd(from) && isSentenceEnd(to);
        boolean oneALine = lineBreak > from && lineBreak < to && isSentenceEnd(lineBreak);
        return ends * SENTENCE_END_WITHIN_LINE
                - (oneALine ? SENTENCE_END_WITHIN_LINE - SENTENCE_END_AT_LINE_BREAK : 0)
                + (whole ? 0 : HALF_A_SENTENCE_BESIDE_ANOTHER);
    }

    private boolean isSentenceEnd(int index) {
        return index == 0 || index == fragments.size() || fragments.get(index).before() == Juncture.SENTENCE;
    }

    private long pauseBefore(int index) {
        return fragments.get(index).start() - fragments.get(index - 1).end();
    }
}
