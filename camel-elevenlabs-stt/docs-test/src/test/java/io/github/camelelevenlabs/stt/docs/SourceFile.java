package io.github.camelelevenlabs.stt.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The lines of a source file without indentation and without empty lines, which is how samples are compared with it.
 *
 * @param numbers where each of the lines stands in the file, from 1
 */
record SourceFile(Path file, List<String> lines, List<Integer> numbers) {

    /** The end of the longest common part of a sample and a file: the next line of the file, and its text. */
    private record Likeness(int common, Path file, int line, String text) {}

    static SourceFile read(Path file) {
        List<String> lines = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        int number = 0;
        for (String line : Repository.read(file).lines().toList()) {
            number++;
            if (!line.isBlank()) {
                lines.add(line.strip());
                numbers.add(number);
            }
        }
        return new SourceFile(file, lines, numbers);
    }

    /** The first difference between a sample and the sources; empty if a source contains it. */
    static Optional<String> complaint(Page.Block sample, List<SourceFile> sources) {
        List<String> wanted = stripped(sample.lines());
        Likeness nearest = sources.stream()
                .map(source -> source.likeness(wanted))
                .max(Comparator.comparingInt(Likeness::common))
                .orElseThrow();
        if (nearest.common == wanted.size()) {
            return Optional.empty();
        }
        String begin = sample.at() + ": this " + sample.language() + " stands in no source file";
        if (nearest.common == 0) {
            return Optional.of(begin + ", not even its first line:\n    " + wanted.get(0)
                    + "\n  Write a test that runs it, and show its lines.");
        }
        return Optional.of(begin + ". Nearest is " + Repository.nameOf(nearest.file) + ":" + nearest.line
                + ", where the page has\n    " + wanted.get(nearest.common) + "\n  and the source\n    "
                + nearest.text);
    }

    private static List<String> stripped(List<String> lines) {
        return lines.stream().filter(line -> !line.isBlank()).map(String::strip).toList();
    }

    private Likeness likeness(List<String> wanted) {
        Likeness best = new Likeness(0, file, 1, "");
        for (int start = 0; start < lines.size(); start++) {
            int common = 0;
            while (common < wanted.size()
                    && start + common < lines.size()
                    && lines.get(start + common).equals(wanted.get(common))) {
                common++;
            }
            if (common > best.common) {
                int next = Math.min(start + common, lines.size() - 1);
                best = new Likeness(common, file, numbers.get(next), lines.get(next));
            }
        }
        return best;
    }
}
