package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.repository.LockedSessionPermits;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the properties and metric names on the pages of operations, scaling and routes. */
class OperationsDocsTest {

    private static final Page PAGE = Page.ofDocs("operations.md");

    private static final Pattern METER = Pattern.compile("\\bcamel_elevenlabs_stt_\\w+");

    @Test
    void alerts_use_the_metric_names_of_prometheus() throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Main main = new Main();
        main.bind("metricsRegistry", registry);
        main.addInitialProperty("camel.component.elevenlabs-stt.apiKey", "any");
        main.configure()
                .addLambdaRouteBuilder(
                        routes -> routes.from("elevenlabs-stt:calls").to("mock:transcripts"));
        main.start();
        List<String> exported = METER.matcher(registry.scrape())
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        main.stop();
        List<String> named = PAGE.samples("yaml").stream()
                .flatMap(sample -> METER.matcher(sample).results())
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertThat(named).hasSizeGreaterThan(6).isSubsetOf(exported);
    }

    /** Camel does not start with an unknown property. */
    @ParameterizedTest
    @MethodSource("properties")
    void documented_properties_exist(String sample) throws Exception {
        Main main = new Main();
        main.bind("tokens", (Supplier<String>) () -> "a token");
        main.bind("permits", new LockedSessionPermits(lock -> Optional.empty(), 1));
        main.setInitialProperties(parsed(sample));
        main.configure()
                .addLambdaRouteBuilder(routes -> routes.from("direct:start").to("mock:end"));
        main.start();
        // Opening an endpoint checks the values of the options.
        assertThat(main.getCamelContext().getEndpoint("elevenlabs-stt:calls")).isNotNull();
        main.stop();
    }

    static List<String> properties() {
        List<String> samples = new ArrayList<>(PAGE.samples("properties"));
        samples.addAll(Page.ofDocs("routes.md").samples("properties"));
        samples.addAll(Page.ofDocs("scaling.md").samples("properties"));
        return samples;
    }

    /** With values for missing environment variables. */
    private static Properties parsed(String sample) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(sample.replaceAll("\\{\\{env:\\w+}}", "of-the-environment")));
        return properties;
    }
}
