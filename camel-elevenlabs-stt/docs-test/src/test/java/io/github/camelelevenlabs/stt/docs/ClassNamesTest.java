package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the classes and methods on the pages about the code exist. */
class ClassNamesTest {

    /** {@code SttSession}, or {@code SttSession.moveTo} with or without brackets. */
    private static final Pattern NAME = Pattern.compile("([A-Z][a-z]\\w+)(?:\\.(\\w+))?(?:\\(\\))?");

    /** Names of headers, of threads, of classes of Java, and of classes that must not exist. */
    private static final Pattern OTHER =
            Pattern.compile("CamelElevenlabsStt\\w+|ElevenLabsStt(Loop|Route|Audio|Connect)|StackOverflowError|Thread"
                    + "|Helper|Manager|Utils");

    @ParameterizedTest
    @ValueSource(strings = {"architecture.md", "CONTRIBUTING.md"})
    void every_class_and_method_of_the_page_exists(String page) {
        assertThat(names(Page.ofDocs(page))).isNotEmpty().allSatisfy(name -> {
            Matcher parts = NAME.matcher(name);
            assertThat(parts.matches()).isTrue();
            List<String> sources = sources(parts.group(1));
            assertThat(sources).as("sources of " + parts.group(1)).isNotEmpty();
            if (parts.group(2) != null) {
                assertThat(sources)
                        .as("sources with " + name)
                        .anyMatch(source -> source.contains(" " + parts.group(2) + "("));
            }
        });
    }

    private static Set<String> names(Page page) {
        return page.prose().stream()
                .flatMap(line -> line.codeSpans().stream())
                .filter(span -> NAME.matcher(span).matches())
                .filter(span -> !OTHER.matcher(span.replaceFirst("\\..*", "")).matches())
                .collect(Collectors.toSet());
    }

    private static List<String> sources(String className) {
        Path file = Path.of(className + ".java");
        Stream<Path> all = Repository.named(".java").stream();
        return all.filter(source -> source.getFileName().equals(file))
                .map(Repository::read)
                .toList();
    }
}
