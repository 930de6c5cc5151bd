package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A page of the documentation, whose samples are run by the tests that show them. */
record DocsPage(String name) {

    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));

    private static final Path TESTS = MODULE.resolve("src/test/java/io/github/camelelevenlabs/stt");

    /** The folder of the repository. */
    static final Path REPOSITORY = MODULE.resolve("../..");

    Path file() {
        return REPOSITORY.resolve("docs").resolve(name);
    }

    String text() {
        return read(file());
    }

    /** What stands between the fences of this language. */
    List<String> samples(String language) {
        return Pattern.compile("```" + language + "\n(.+?)```", Pattern.DOTALL)
                .matcher(text())
                .results()
                .map(sample -> sample.group(1))
                .toList();
    }

    /** Loads each of these samples that is a route as a file of its own. */
    void loadRoutes(CamelContext context, String language) throws Exception {
        List<String> routes = samples(language).stream()
                .filter(sample -> sample.contains("route"))
                .toList();
        assertThat(routes).isNotEmpty();
        int number = 0;
        for (String route : routes) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString("sample" + number++ + "." + language, route));
        }
    }

    /** Fails unless each Java sample stands in the source of this test, however it is broken into lines. */
    void assertThatJavaSamplesStandIn(Class<?> test) {
        assertThatJavaSamplesStandIn(test.getSimpleName() + ".java");
    }

    /** Fails unless each Java sample stands in one of these tests of the component. */
    void assertThatJavaSamplesStandIn(String... tests) {
        String sources = Stream.of(tests)
                .map(test -> withoutSpace(read(TESTS.resolve(test))))
                .collect(Collectors.joining("\n"));
        assertThat(samples("java"))
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(sources).contains(withoutSpace(sample)));
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
