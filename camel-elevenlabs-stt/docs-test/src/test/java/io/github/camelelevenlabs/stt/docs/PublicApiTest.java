package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many classes are public only for other packages of their module. Checks that every package says whether it is an API. */
class PublicApiTest {

    private static final Path MODULES = Repository.ROOT.resolve("camel-elevenlabs-stt");
    private static final String SOURCES = "src/main/java";
    private static final Pattern DOCUMENTED = Pattern.compile("<sourceFileInclude>(.+?)</sourceFileInclude>");
    private static final Pattern COMPARED = Pattern.compile("<include>(io\\.github\\..+?)</include>");

    @ParameterizedTest
    @ValueSource(strings = {"component", "emulator"})
    void a_package_is_in_the_javadoc_or_says_that_it_is_internal(String module) {
        List<String> api = found(DOCUMENTED, module);
        assertThat(packages(module)).isNotEmpty().allSatisfy(file -> {
            String folder = nameIn(module, file.getParent());
            assertThat(Repository.read(file).replaceAll("\\s+\\*?\\s*", " ").contains("Internal: not an API"))
                    .as("%s says that it is internal", folder)
                    .isNotEqualTo(api.contains(folder + "/*.java"));
        });
    }

    /** Single classes of internal packages may be compared too: Javadoc fails on some of them. */
    @ParameterizedTest
    @ValueSource(strings = {"component", "emulator"})
    void what_is_in_the_javadoc_is_compared_with_the_last_release(String module) {
        assertThat(found(COMPARED, module))
                .containsAll(found(DOCUMENTED, module).stream()
                        .map(file -> file.replaceAll("(/\\*)?\\.java$", "").replace('/', '.'))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring-boot-starter", "quarkus/deployment"})
    void modules_without_javadoc_have_no_api(String module) {
        assertThat(packages(module))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(Repository.read(file)).contains("Internal: not an API"));
    }

    private static List<Path> packages(String module) {
        return Repository.named("package-info.java").stream()
                .filter(file -> file.startsWith(MODULES.resolve(module).resolve(SOURCES)))
                .toList();
    }

    private static String nameIn(String module, Path folder) {
        return MODULES.resolve(module)
                .resolve(SOURCES)
                .relativize(folder)
                .toString()
                .replace('\\', '/');
    }

    private static List<String> found(Pattern pattern, String module) {
        return pattern.matcher(Repository.read(MODULES.resolve(module).resolve("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
