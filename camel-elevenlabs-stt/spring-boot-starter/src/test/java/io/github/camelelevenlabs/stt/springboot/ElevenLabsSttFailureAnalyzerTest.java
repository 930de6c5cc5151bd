package io.github.camelelevenlabs.stt.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

class ElevenLabsSttFailureAnalyzerTest {

    private final FailureAnalyzer analyzer = new ElevenLabsSttFailureAnalyzer();

    @Test
    void spring_boot_finds_it() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, (type, name, failure) -> {}))
                .hasAtLeastOneElementOfType(ElevenLabsSttFailureAnalyzer.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apiKey=any&chunkDuration=5 | chunkDuration=5 is not allowed; a value from 50 to 1000 is",
                "apiKey=any&connectTimeout=soon | connectTimeout=soon is not allowed",
                "apiKey=any&languageCod=en | languageCod is no option; did you mean languageCode?",
                "apiKey=any&baseUrl=example.org | baseUrl is no address of the service: example.org",
                "token=#bean:tokens | token=#bean:tokens is not allowed; # names a bean, and no bean of that name",
                "apiKey=any&includeTimestamps=perhaps | includeTimestamps=perhaps is not allowed; true or false is",
                "apiKey=any&readRate=fast | readRate=fast is not allowed; a number such as 0.5 is"
            })
    void an_option_that_is_refused_is_described_without_the_key(String options, String described) throws Exception {
        assertThat(analyzer.analyze(startFailure("elevenlabs-stt:calls?" + options)))
                .satisfies(analysis -> {
                    assertThat(analysis.getDescription()).contains(described).doesNotContain("any");
                    assertThat(analysis.getAction()).contains("camel.component.elevenlabs-stt.*");
                });
    }

    @Test
    void failures_of_other_components_are_left_to_others() throws Exception {
        assertThat(analyzer.analyze(startFailure("direct:a?blocc=true"))).isNull();
    }

    private static Throwable startFailure(String to) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:start").to(to);
                }
            });
            return catchThrowable(context::start);
        }
    }
}
