package io.github.camelelevenlabs.stt.benchmark.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown, as the documentation has it, with columns wide enough to be read in a terminal. */
public final class Table {

    private final String title;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String title, String... columns) {
        this.title = title;
        rows.add(List.of(columns));
    }

    /** Adds a row, and prints it: a run that fails later has not been for nothing. Numbers are shown with three digits, or whole. */
    public void row(Object... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + rows.get(0));
        }
        List<String> row =
                IntStream.range(0, cells.length).mapToObj(i -> shown(cells[i])).toList();
        rows.add(row);
        System.out.println(String.join(", ", row));
    }

    private static String shown(Object cell) {
        if (!(cell instanceof Double number)) {
            return cell instanceof Integer || cell instanceof Long
                    ? String.format(Locale.ROOT, "%,d", cell)
                    : cell.toString();
        }
        if (number.isNaN() || number.isInfinite()) {
            return "";
        }
        int decimals = number >= 100 ? 0 : number >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", number);
    }

    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<String> lines =
                new ArrayList<>(rows.stream().map(row -> line(row, widths)).toList());
        lines.add(1, "|" + String.join("|", Collections.nCopies(columns, "---")) + "|");
        return "\n**" + title + "**\n\n" + String.join("\n", lines) + "\n";
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> row.get(column)
                        + " ".repeat(widths[column] - row.get(column).length()))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
