package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compares the list of the component's dependencies with those that Maven resolves. */
class DependenciesDocsTest {

    private static final Path BASE = Path.of(System.getProperty("basedir", "."));
    private static final String COMPONENT = "camel-elevenlabs-stt";
    private static final Pattern JAR = Pattern.compile("(.+?)-\\d[^/]*\\.jar");
    private static final Pattern ROW = Pattern.compile("\\| (`.+`) \\| (\\d+) \\|.*");

    /** A row of the table: several jars and the sum of their sizes. */
    private record Row(List<String> jars, int kilobytes) {}

    private static Map<String, Long> resolved;
    private static List<Row> rows;

    @BeforeAll
    static void read() throws IOException {
        String classPath = Files.readString(BASE.resolve("target/runtime-classpath.txt"));
        resolved = Arrays.stream(classPath.strip().split("\\|"))
                .map(Path::of)
                .filter(file -> JAR.matcher(file.getFileName().toString()).matches())
                .collect(Collectors.toMap(DependenciesDocsTest::artifact, DependenciesDocsTest::size));
        resolved.remove(COMPONENT);
        rows = Page.ofDocs("where-it-runs.md").prose().stream()
                .map(line -> ROW.matcher(line.text()))
                .filter(Matcher::matches)
                .map(row -> new Row(List.of(row.group(1).replace("`", "").split(", ")), Integer.parseInt(row.group(2))))
                .toList();
    }

    private static String artifact(Path jar) {
        Matcher name = JAR.matcher(jar.getFileName().toString());
        name.matches();
        return name.group(1);
    }

    private static long size(Path jar) {
        try {
            return Files.size(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_page_lists_the_jars_that_come_with_the_component() {
        assertThat(rows.stream().flatMap(row -> row.jars().stream()))
                .containsExactlyInAnyOrderElementsOf(resolved.keySet());
    }

    @Test
    void the_page_says_about_how_large_they_are() {
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.kilobytes())
                        .as("kB of %s", row.jars())
                        .isCloseTo((int) (sum(row.jars()) / 1000), withinPercentage(10)));
    }

    private static long sum(List<String> jars) {
        return jars.stream().mapToLong(resolved::get).sum();
    }
}
