package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Camel warns of routes in YAML that use its compact notation: the pages, the Kamelets and the examples have none. */
class YamlNotationTest {

    private final List<String> warnings = new ArrayList<>();
    private final LoggerContext logging = (LoggerContext) LogManager.getContext(false);

    @BeforeEach
    void capture() {
        AbstractAppender appender = new AbstractAppender("captured", null, null, false, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                warnings.add(event.getMessage().getFormattedMessage());
            }
        };
        LoggerConfig root = logging.getConfiguration().getRootLogger();
        root.getAppenders().keySet().forEach(root::removeAppender);
        appender.start();
        root.addAppender(appender, Level.WARN, null);
        Configurator.setAllLevels("", Level.WARN);
    }

    @AfterEach
    void restore() {
        logging.reconfigure();
    }

    @Test
    void routes_on_pages_are_loaded_without_a_warning() throws Exception {
        for (Page.Block block : Repository.blocks("yaml")) {
            if (block.text().contains("- route:")) {
                load(block.at().replaceAll("\\W", "-") + ".camel.yaml", block.text());
            }
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void kamelets_and_examples_are_loaded_without_a_warning() throws Exception {
        List<String> files = new ArrayList<>();
        for (Path file : Repository.named("yaml")) {
            String name = Repository.nameOf(file);
            if (name.endsWith(".kamelet.yaml") || name.endsWith(".camel.yaml")) {
                files.add(name);
                load(name, Repository.read(file));
            }
        }
        assertThat(files)
                .contains("examples/kamelet-yaml/src/main/resources/camel/transcribe.camel.yaml")
                .filteredOn(name -> name.endsWith(".kamelet.yaml"))
                .hasSize(3);
        assertThat(warnings).isEmpty();
    }

    @Test
    void a_route_in_the_compact_notation_is_warned_of() throws Exception {
        load("compact.camel.yaml", "- route: {from: {uri: 'direct:a', steps: [to: 'direct:b']}}");
        assertThat(warnings).singleElement().asString().contains("compact notation", "compact.camel.yaml");
    }

    private static void load(String name, String yaml) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.build();
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, yaml));
        }
    }
}
