package io.github.camelelevenlabs.stt.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelelevenlabs.stt.emulator.Tones;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.console.DevConsole;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;

/** Camel finds by name the objects that the extension registers at build time. */
@QuarkusTest
@QuarkusTestResource(Service.class)
class DiscoveryIT {

    private static final byte[] AUDIO = Tones.at(16_000).say("one two").wav();

    @Inject
    CamelContext context;

    @Inject
    ProducerTemplate template;

    @Inject
    CountedPermits permits;

    @Test
    void data_types() {
        assertThat(template.requestBody("direct:subtitles", AUDIO, String.class))
                .isEqualTo("1\n00:00:00,000 --> 00:00:01,000\none two\n\n");
    }

    @Test
    void type_converters() {
        assertThat(template.requestBody("direct:text", AUDIO)).isEqualTo("one two");
    }

    @Test
    void session_permits_which_need_no_shedlock() {
        assertThat(template.requestBody("direct:permitted", AUDIO)).isEqualTo("one two");
        assertThat(permits.given()).isEqualTo(1);
        assertThatThrownBy(() -> Class.forName("net.javacrumbs.shedlock.core.LockProvider"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void the_developer_console() {
        DevConsole console = PluginHelper.getDevConsoleResolver(context).resolveDevConsole("elevenlabs-stt");
        assertThat(console).isNotNull();
        assertThat(console.call(DevConsole.MediaType.JSON)).asString().contains("subtitles");
    }

    @Test
    void the_health_checks_of_consumers_and_producers() {
        assertThat(HealthCheckHelper.invokeReadiness(context, "full"))
                .filteredOn(result ->
                        String.valueOf(result.getDetails().get("endpoint.uri")).startsWith("elevenlabs-stt"))
                .allMatch(result -> result.getState() == HealthCheck.State.UP)
                .extracting(result -> result.getCheck().getId())
                .contains("consumer:segments")
                .anyMatch(id -> id.startsWith("producer:"));
    }
}
