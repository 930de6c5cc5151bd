package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Checks the messages in {@code docs/errors.md}: ours are found in the sources, Camel's are provoked. */
class TroubleshootingDocsTest {

    private static final String ERRORS = Page.ofDocs("errors.md").text();
    private static final String PAGE = ERRORS.substring(ERRORS.indexOf("\n## Messages\n"));

    /** The following messages are not ours. */
    private static final String OTHERS = "### From Camel and other libraries";

    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** A warning or an error in the sources, whose text may consist of several literals. */
    private static final Pattern WARNING = Pattern.compile("LOG\\.(?:warn|error)\\(\\s*((?:\"[^\"]*\"[\\s+]*)+)");

    @Test
    void every_documented_message_exists_in_the_sources() {
        List<String> files = new ArrayList<>(literals("component"));
        files.addAll(literals("emulator"));
        List<String> messages = messages();
        assertThat(messages).hasSizeGreaterThan(60);
        assertThat(messages.stream().filter(message -> files.stream().noneMatch(has(message))))
                .as("messages that no source file has")
                .isEmpty();
    }

    @Test
    void every_warning_of_the_sources_is_explained() {
        List<String> warnings = sources("component").stream()
                .flatMap(source -> WARNING.matcher(source).results())
                .map(warning -> joinedLiterals(warning.group(1)).replace("{}", "…"))
                .toList();
        List<String> messages = messages();
        assertThat(warnings).hasSizeGreaterThan(10);
        assertThat(warnings.stream().filter(warning -> messages.stream().noneMatch(tells(warning))))
                .as("warnings that the page does not explain")
                .isEmpty();
    }

    @Test
    void documented_messages_of_camel_are_those_of_camel() {
        CamelContext context = new DefaultCamelContext();
        context.start();
        List<String> said = List.of(
                refusal(() -> context.getEndpoint("elevenlabs-absent:calls")).replace("-absent", "-stt"),
                refusal(() -> context.getEndpoint("elevenlabs-stt:calls?langCode=en")),
                refusal(() -> context.createProducerTemplate().sendBody("direct:phone?block=false", null)));
        context.stop();
        assertThat(said)
                .allSatisfy(one -> assertThat(messagesOfOthers())
                        .as(one)
                        .anyMatch(message -> has(message).test(one)));
    }

    private static String refusal(ThrowingCallable call) {
        Throwable refused = catchThrowable(call);
        return refused.getMessage() + " "
                + (refused.getCause() == null ? "" : refused.getCause().getMessage());
    }

    private static List<String> messagesOfOthers() {
        return ROW.matcher(PAGE.substring(PAGE.indexOf(OTHERS)))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    /** Whether a file contains all fixed parts of a message. */
    private static Predicate<String> has(String message) {
        List<String> parts = Stream.of(message.split("[…()]+"))
                .map(String::strip)
                .filter(part -> part.length() > 1)
                .toList();
        return file -> parts.stream().allMatch(file::contains);
    }

    /** Whether a message is this warning; the message may contain more text than the source. */
    private static Predicate<String> tells(String warning) {
        return Pattern.compile(
                        Stream.of(warning.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".+")))
                .asMatchPredicate();
    }

    private static List<String> messages() {
        String ours = PAGE.substring(0, PAGE.indexOf(OTHERS));
        return ROW.matcher(ours).results().map(row -> row.group(1)).toList();
    }

    /** The texts of each source file of a module. */
    private static List<String> literals(String module) {
        return sources(module).stream()
                .map(TroubleshootingDocsTest::joinedLiterals)
                .toList();
    }

    private static String joinedLiterals(String source) {
        return LITERAL.matcher(source)
                .results()
                .map(literal -> literal.group(1).replace("\\\"", "\""))
                .collect(Collectors.joining());
    }

    private static List<String> sources(String module) {
        Path folder = Repository.ROOT.resolve("camel-elevenlabs-stt/" + module + "/src/main/java");
        return Repository.named(".java").stream()
                .filter(file -> file.startsWith(folder))
                .map(Repository::read)
                .toList();
    }
}
