package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.docs.Poms.Artifact;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PomsTest {

    private static final String GROUP = "io.github.camelelevenlabs";

    private static final Path EXAMPLES = Repository.ROOT.resolve("examples");

    /** {@code ${exception.message}} is known to Simple itself. */
    private static final Pattern PROPERTY =
            Pattern.compile("\\$\\{(?:exception\\??\\.(?!message|stacktrace)|body\\??\\.)\\w");

    private final Poms poms;

    PomsTest() throws Exception {
        poms = new Poms();
    }

    @Test
    void modules_and_dependencies_are_found_by_group_name_and_version() {
        assertThat(poms.complaint(new Artifact(GROUP, "camel-elevenlabs-stt", "0.1.0-SNAPSHOT")))
                .isEmpty();
        assertThat(poms.complaint(new Artifact("org.apache.camel", "camel-kafka", "")))
                .isEmpty();
    }

    @Test
    void artifacts_missing_from_the_build_are_reported() {
        assertThat(poms.complaint(new Artifact(GROUP, "camel-elevenlabs", "0.1.0-SNAPSHOT")))
                .hasValue(GROUP + ":camel-elevenlabs is in no pom of the build");
        assertThat(poms.complaint(new Artifact(GROUP, "camel-elevenlabs-stt", "0.9")))
                .hasValue(GROUP + ":camel-elevenlabs-stt has version 0.9, in the build [0.1.0-SNAPSHOT]");
    }

    @Test
    void profiles_are_found_in_the_pom_of_their_module() {
        assertThat(poms.isModule("examples/telephony")).isTrue();
        assertThat(poms.profiles("examples/telephony")).containsExactly("run");
        assertThat(poms.isModule("examples/telephone")).isFalse();
    }

    /** Camel ends the start with "No language could be found for: bean", or swallows it, as within onWhen. */
    @Test
    void examples_that_ask_a_body_or_an_exception_for_a_property_have_the_language_for_it() {
        List<Path> asking = Repository.named(".java").stream()
                .filter(file -> file.startsWith(EXAMPLES)
                        && file.toString().replace('\\', '/').contains("/src/main/"))
                .filter(file -> PROPERTY.matcher(Repository.read(file)).find())
                .map(file ->
                        EXAMPLES.resolve(EXAMPLES.relativize(file).getName(0)).resolve("pom.xml"))
                .distinct()
                .toList();
        assertThat(asking)
                .hasSizeGreaterThan(3)
                .allSatisfy(pom -> assertThat(withoutTests(Repository.read(pom)))
                        .containsAnyOf(">camel-bean<", ">camel-quarkus-bean<", ">camel-elevenlabs-stt-starter<"));
    }

    /** A test library may bring what the application lacks. */
    private static String withoutTests(String pom) {
        return Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL)
                .matcher(pom)
                .replaceAll(one ->
                        one.group().contains("<scope>test</scope>") ? "" : Matcher.quoteReplacement(one.group()));
    }
}
