package io.github.camelelevenlabs.stt.transcript;

import java.util.List;

/** Puts fragments that follow each other on one line or two. */
final class CueLayout {

    /** Two lines that differ by this many columns hurt as much as the next worse place to break. */
    private static final double COLUMNS_PER_COST = 6;

    private static final int SENTENCE = 0;
    private static final int CLAUSE = 2;
    private static final int PLAIN = 5;
    private static final int AWKWARD = 9;

    /**
     * Where to break.
     *
     * @param lineBreak index of the fragment that begins the second line; that of the end when one line is enough
     * @param cost      how much it hurts
     */
    record Layout(int lineBreak, double cost) {}

    private static final Layout IMPOSSIBLE = new Layout(-1, Double.POSITIVE_INFINITY);

    private final List<Fragment> fragments;
    private final int lineWidth;

    /** Columns of all fragments before the one of this index, with their spaces. */
    private final int[] columnsBefore;

    CueLayout(List<Fragment> fragments, int lineWidth) {
        this.fragments = fragments;
        this.lineWidth = lineWidth;
        this.columnsBefore = new int[fragments.size() + 1];
        for (int i = 0; i < fragments.size(); i++) {
            Fragment fragment = fragments.get(i);
            columnsBefore[i + 1] = columnsBefore[i] + fragment.columns() + (fragment.spaced() ? 1 : 0);
        }
    }

    /** The room that the fragments from one index to before another take in a row. */
    int columns(int from, int to) {
        return columnsBefore[to] - columnsBefore[from] - (fragments.get(from).spaced() ? 1 : 0);
    }

    /** Its cost is infinite when they do not fit on two lines. */
    Layout best(int from, int to) {
        if (columns(from, to) <= lineWidth) {
            return new Layout(to, 0);
        }
        Layout best = IMPOSSIBLE;
        for (int lineBreak = from + 1; lineBreak < to; lineBreak++) {
            int upper = columns(from, lineBreak);
            int lower = columns(lineBreak, to);
            if (upper > lineWidth) {
                break;
            }
            if (lower <= lineWidth) {
                double cost = cost(fragments.get(lineBreak).before()) + Math.abs(upper - lower) / COLUMNS_PER_COST;
                best = cost < best.cost() ? new Layout(lineBreak, cost) : best;
            }
        }
        return best;
    }

    private static int cost(Juncture juncture) {
        return switch (juncture) {
            case SENTENCE -> SENTENCE;
            case CLAUSE -> CLAUSE;
            case PLAIN -> PLAIN;
            case AWKWARD -> AWKWARD;
        };
    }

    /** The text of the fragments from one index to before another. */
    String text(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (Fragment fragment : fragments.subList(from, to)) {
            text.append(fragment.spaced() && text.length() > 0 ? " " : "").append(fragment.text());
        }
        return text.toString();
    }
}
