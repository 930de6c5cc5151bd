package io.github.camelelevenlabs.stt.transcript;

import java.util.List;
import java.util.Map;

/** Arranges consecutive fragments on one or two lines. */
final class CueLayout {

    /** A difference of this many columns between the two lines costs 1. */
    private static final double COLUMNS_PER_COST = 6;

    /** The cost of a line break at each kind of place. */
    private static final Map<Juncture, Integer> BREAK_COSTS =
            Map.of(Juncture.SENTENCE, 0, Juncture.CLAUSE, 2, Juncture.PLAIN, 5, Juncture.AWKWARD, 9);

    /**
     * Where to break the line.
     *
     * @param lineBreak index of the fragment that begins the second line; the end index when one line is enough
     * @param cost      of the place and of the difference between the two lines
     */
    record Layout(int lineBreak, double cost) {}

    private static final Layout IMPOSSIBLE = new Layout(-1, Double.POSITIVE_INFINITY);

    private final List<Fragment> fragments;
    private final int lineWidth;

    /** Columns of all fragments before the one of this index, with their spaces. */
    private final int[] columnsBefore;

    /** Columns of all fragments before the one of this index, and of the space between them and it. */
    private final int[] columnsAtStart;

    private final double[] breakCost;

    CueLayout(List<Fragment> fragments, int lineWidth) {
        this.fragments = fragments;
        this.lineWidth = lineWidth;
        this.columnsBefore = new int[fragments.size() + 1];
        this.columnsAtStart = new int[fragments.size()];
        this.breakCost = new double[fragments.size()];
        for (int i = 0; i < fragments.size(); i++) {
            Fragment fragment = fragments.get(i);
            columnsAtStart[i] = columnsBefore[i] + (fragment.spaced() ? 1 : 0);
            columnsBefore[i + 1] = columnsAtStart[i] + fragment.columns();
            breakCost[i] = BREAK_COSTS.get(fragment.before());
        }
    }

    /** The width in columns of the fragments from {@code from} to before {@code to} on one line. */
    int columns(int from, int to) {
        return columnsBefore[to] - columnsAtStart[from];
    }

    /** The layout with the lowest cost; its cost is infinite when the fragments do not fit on two lines. */
    Layout best(int from, int to) {
        if (columns(from, to) <= lineWidth) {
            return new Layout(to, 0);
        }
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int lineBreak = from + 1; lineBreak < to && columns(from, lineBreak) <= lineWidth; lineBreak++) {
            int lower = columns(lineBreak, to);
            if (lower <= lineWidth) {
                double cost = breakCost[lineBreak] + Math.abs(columns(from, lineBreak) - lower) / COLUMNS_PER_COST;
                if (cost < least) {
                    least = cost;
                    best = lineBreak;
                }
            }
        }
        return best < 0 ? IMPOSSIBLE : new Layout(best, least);
    }

    /** The text of the fragments from {@code from} to before {@code to}. */
    String text(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (Fragment fragment : fragments.subList(from, to)) {
            text.append(fragment.spaced() && text.length() > 0 ? " " : "").append(fragment.text());
        }
        return text.toString();
    }
}
