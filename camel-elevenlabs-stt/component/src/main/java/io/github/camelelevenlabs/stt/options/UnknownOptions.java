package io.github.camelelevenlabs.stt.options;

import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Describes options of an endpoint that do not exist, each with the existing option that was probably meant. */
public final class UnknownOptions {

    /** A name that differs more is another name. */
    private static final int MAX_EDITS = 3;

    private UnknownOptions() {}

    /** @param unknown not empty */
    public static String message(Collection<String> unknown, Collection<String> known) {
        return unknown.stream()
                        .sorted()
                        .map(name -> Printable.of(name) + " is no option"
                                + similar(name, known)
                                        .map(meant -> "; did you mean " + meant + "?")
                                        .orElse(""))
                        .collect(Collectors.joining(", "))
                + " (docs/reference.md lists the options; param. begins the name of a parameter that only the service knows)";
    }

    /** The option that was probably meant, of those that exist. */
    public static Optional<String> similar(String name, Collection<String> known) {
        String simple = simple(name);
        return known.stream()
                .filter(option -> edits(simple, simple(option)) <= Math.min(MAX_EDITS, simple.length() / 3)
                        || shortens(simple, simple(option)))
                .min(Comparator.<String>comparingInt(option -> edits(simple, simple(option)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Whether letters were left out, as in {@code langCode}, but not more than half of them. */
    private static boolean shortens(String name, String option) {
        int found = 0;
        for (int at = 0; at < option.length() && found < name.length(); at++) {
            if (option.charAt(at) == name.charAt(found)) {
                found++;
            }
        }
        return found == name.length() && name.length() * 2 >= option.length();
    }

    /** The service's names have underscores, those of properties dashes. */
    private static String simple(String name) {
        return name.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
    }

    /** The Levenshtein distance: how many characters are inserted, deleted or replaced. */
    private static int edits(String from, String to) {
        if (Math.abs(from.length() - to.length()) > MAX_EDITS) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(diagonal, row[column - 1]));
            }
        }
        return row[to.length()];
    }
}
