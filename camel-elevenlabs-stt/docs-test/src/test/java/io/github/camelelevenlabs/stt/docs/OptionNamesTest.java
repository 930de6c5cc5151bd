package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Checks the options and headers on a page, in prose and samples, against the component. Intended mistakes follow a line
 * {@code <!-- wrong on purpose -->}, or are in a block of {@code text}.
 */
class OptionNamesTest {

    private static final String ON_PURPOSE = "<!-- wrong on purpose -->";
    private static final Pattern URI = Pattern.compile("elevenlabs-stt:[\\w{}.$-]+\\?[^\\s\"`')]+");
    private static final Pattern JOINED_LITERALS = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final String PREFIX = "camel.component.elevenlabs-stt.";
    private static final String STARTERS_SWITCH = "enabled";
    private static final Pattern PROPERTY =
            Pattern.compile("camel\\.component\\.elevenlabs-stt\\.([A-Za-z][A-Za-z-]*)");
    private static final Pattern HEADER = Pattern.compile("\\bCamelElevenlabsStt[A-Z]\\w+");

    private final CamelContext context = new DefaultCamelContext();
    private final Catalog catalog = new Catalog(context);
    private final ComponentModel model = catalog.component();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void endpoint_uris_have_options_and_values_that_are_allowed() {
        assertThat(complaints(URI, match -> catalog.complaint(match.group()).orElse(null)))
                .isEmpty();
    }

    @Test
    void properties_of_the_component_are_its_options() {
        Set<String> options = names(model.getComponentOptions());
        options.add(STARTERS_SWITCH);
        assertThat(complaints(
                        PROPERTY,
                        match -> options.contains(StringHelper.dashToCamelCase(match.group(1)))
                                ? null
                                : match.group() + " is no option; options are " + options))
                .isEmpty();
    }

    @Test
    void headers_are_those_of_the_component() {
        Set<String> headers = names(model.getEndpointHeaders());
        assertThat(complaints(
                        HEADER,
                        match -> headers.contains(match.group())
                                ? null
                                : match.group() + " is no header; headers are " + headers))
                .isEmpty();
    }

    @Test
    void blocks_of_properties_have_values_that_are_allowed() throws IOException {
        List<String> complaints = new ArrayList<>();
        for (Page.Block block : Repository.blocks("properties")) {
            Properties properties = new Properties();
            properties.load(new StringReader(block.text()));
            for (String key : properties.stringPropertyNames()) {
                if (key.startsWith(PREFIX) && !key.equals(PREFIX + STARTERS_SWITCH)) {
                    catalog.complaint(key, properties.getProperty(key))
                            .ifPresent(complaint -> complaints.add(block.at() + ": " + complaint));
                }
            }
        }
        assertThat(complaints).isEmpty();
    }

    private static Stream<String> complaints(Pattern pattern, Function<MatchResult, String> check) {
        return Repository.pages().stream()
                .flatMap(page -> textsToCheck(page)
                        .flatMap(text -> pattern.matcher(text.text())
                                .results()
                                .map(check)
                                .filter(complaint -> complaint != null)
                                .map(complaint -> page.at(text.line()) + ": " + complaint)));
    }

    /** The lines of prose, and each block as one text in which concatenated Java literals are joined. */
    private static Stream<Page.Prose> textsToCheck(Page page) {
        Stream<Page.Prose> prose = page.prose().stream()
                .filter(line -> line.line() == 1
                        || !page.lines().get(line.line() - 2).strip().equals(ON_PURPOSE));
        Stream<Page.Prose> blocks = page.blocks().stream()
                .filter(block -> !block.language().equals("text"))
                .map(block -> new Page.Prose(
                        block.line(), JOINED_LITERALS.matcher(block.text()).replaceAll("")));
        return Stream.concat(prose, blocks);
    }

    private static Set<String> names(List<? extends BaseOptionModel> options) {
        return options.stream().map(BaseOptionModel::getName).collect(Collectors.toCollection(TreeSet::new));
    }
}
