package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.ObjectName;
import org.apache.camel.Consumer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PropertyBindingSupport;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the values of options come from, and where they are never shown. */
class OptionSourcesTest extends OptionsSupport {

    private static final String KEY = "sk_4d1e7f";

    @Test
    void an_endpoint_starts_with_the_options_of_its_component_and_keeps_its_own_to_itself() {
        component.getConfiguration().setApiKey(KEY);
        component.getConfiguration().setModelId("of_the_component");
        component.getConfiguration().setReadRate(2);
        ElevenLabsSttConfiguration own = options("modelId=of_the_endpoint");
        assertThat(own.getModelId()).isEqualTo("of_the_endpoint");
        assertThat(own.getReadRate()).isEqualTo(2);
        assertThat(own.getApiKey()).isEqualTo(KEY);
        assertThat(component.getConfiguration().getModelId()).isEqualTo("of_the_component");
        assertThat(options("commitStrategy=manual").getModelId()).isEqualTo("of_the_component");
    }

    @Test
    void parameters_of_the_component_and_of_the_endpoint_are_joined() {
        component.getConfiguration().getAdditionalParameters().put("shared", "a");
        component.getConfiguration().getAdditionalParameters().put("replaced", "b");
        assertThat(options("param.replaced=c&param.own=d").getAdditionalParameters())
                .containsExactlyInAnyOrderEntriesOf(Map.of("shared", "a", "replaced", "c", "own", "d"));
        assertThat(component.getConfiguration().getAdditionalParameters())
                .containsExactlyInAnyOrderEntriesOf(Map.of("shared", "a", "replaced", "b"));
    }

    @Test
    void parameters_are_set_on_the_component_as_any_map_of_camel() {
        PropertyBindingSupport.build()
                .withConfigurer(component.getComponentPropertyConfigurer())
                .bind(context, component, "additionalParameters[keepalive_interval_ms]", "2000");
        assertThat(options("").getAdditionalParameters()).containsEntry("keepalive_interval_ms", "2000");
    }

    @Test
    void a_token_among_the_parameters_is_refused_and_not_shown() {
        assertThat(refusal("param.token=sutkn_9c"))
                .contains("set the option token")
                .doesNotContain("sutkn_9c");
    }

    @Test
    void an_option_of_the_component_is_checked_too() {
        component.getConfiguration().setChunkDuration(10);
        assertThat(refusal("")).contains("chunkDuration=10");
    }

    @Test
    void the_key_may_come_from_the_environment() {
        component.setEnvironment(variable -> variable.equals("ELEVENLABS_API_KEY") ? KEY : null);
        assertThat(options("").getApiKey()).isEqualTo(KEY);
        assertThat(options("apiKey=another").getApiKey()).isEqualTo("another");
        component.getConfiguration().setApiKey("of the component");
        assertThat(options("readRate=1").getApiKey()).isEqualTo("of the component");
    }

    @Test
    void the_environment_does_not_matter_where_there_is_a_token() {
        component.setEnvironment(variable -> "sk_4d\n");
        assertThat(options("token=sutkn_1").getApiKey()).isNull();
    }

    @Test
    void a_missing_key_fails_the_start_of_a_producer_and_not_of_a_consumer() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("elevenlabs-stt:calls").to("log:transcripts");
            }
        });
        context.start();
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:audio").to("elevenlabs-stt:calls");
                    }
                }))
                .hasStackTraceContaining("apiKey is missing")
                .hasStackTraceContaining("ELEVENLABS_API_KEY");
    }

    @Test
    void a_consumer_that_was_never_started_can_be_stopped() throws Exception {
        Consumer consumer = endpoint("").createConsumer(exchange -> {});
        assertThat(((ElevenLabsSttConsumer) consumer).getPendingExchangesSize()).isZero();
        assertThatCode(consumer::stop).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"apiKey=sk_4d1e7f", "token=sutkn_1"})
    void a_key_or_a_token_is_enough_to_start(String credential) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:audio").to("elevenlabs-stt:calls?" + credential);
            }
        });
        context.start();
        assertThat(context.getStatus().isStarted()).isTrue();
    }

    @Test
    void a_blank_key_counts_as_missing() {
        assertThatThrownBy(() -> {
                    context.addRoutes(new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("direct:audio").to("elevenlabs-stt:calls?apiKey=RAW( )");
                        }
                    });
                    context.start();
                })
                .hasStackTraceContaining("apiKey is missing");
    }

    @Test
    void a_token_is_text_or_a_bean_that_supplies_it() {
        Supplier<String> supplier = () -> "sutkn_1";
        context.getRegistry().bind("tokens", supplier);
        context.getRegistry().bind("wrong", 42);
        assertThat(options("token=#bean:tokens").getToken()).isSameAs(supplier);
        assertThat(options("token=sutkn_2").getToken()).isEqualTo("sutkn_2");
        assertThat(refusal("token=#bean:wrong")).contains("token is a java.lang.Integer", "Supplier");
    }

    @Test
    void a_component_that_never_started_stops_without_complaint() {
        component.init();
        assertThatCode(component::stop).doesNotThrowAnyException();
    }

    // Secrets

    @ParameterizedTest
    @CsvSource({"apiKey, sk_4d1e7f", "token, sutkn_9c", "proxyAuthPassword, pa55"})
    void no_output_contains_a_secret(String option, String secret) {
        String rest = option.startsWith("proxy") ? "&proxyHost=proxy&proxyPort=1&proxyAuthUsername=jane" : "";
        ElevenLabsSttEndpoint endpoint = endpoint(option + "=" + secret + rest);
        assertThat(endpoint.toString()).contains(option).doesNotContain(secret);
        assertThat(endpoint.getConfiguration().toString()).doesNotContain(secret);
        Throwable refused = catchThrowable(() -> endpoint(option + "=" + secret + rest + "&readRate=-1"));
        assertThat(Throwables.getStackTrace(refused)).contains("readRate").doesNotContain(secret);
    }

    @Test
    void jmx_does_not_show_the_key() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:audio").to("elevenlabs-stt:calls?apiKey=" + KEY);
            }
        });
        context.start();
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .queryNames(new ObjectName("org.apache.camel:type=endpoints,*"), null))
                .anyMatch(name -> name.toString().contains("elevenlabs-stt"))
                .noneMatch(name -> name.toString().contains(KEY));
    }
}
