package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.emulator.infra.ElevenLabsSttProperties;
import io.github.camelelevenlabs.stt.emulator.infra.ElevenLabsSttService;
import io.github.camelelevenlabs.stt.emulator.infra.ElevenLabsSttServiceFactory;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The emulator as a Camel test infra service: one JUnit extension, and properties for the routes. */
class ElevenLabsSttServiceIT extends CamelTestSupport {

    @RegisterExtension
    static final ElevenLabsSttService service = ElevenLabsSttServiceFactory.createService();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:audio")
                        .to("elevenlabs-stt:calls?readRate=0&baseUrl={{" + ElevenLabsSttProperties.BASE_URL
                                + "}}&apiKey={{" + ElevenLabsSttProperties.API_KEY + "}}");
            }
        };
    }

    @Test
    void a_route_finds_the_service_by_its_properties() {
        byte[] audio = Tones.at(16_000).say("one two three").wav();
        assertThat(template.requestBody("direct:audio", audio, String.class)).isEqualTo("one two three");
    }
}
