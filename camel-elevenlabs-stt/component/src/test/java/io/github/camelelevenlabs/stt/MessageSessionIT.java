package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class MessageSessionIT extends CamelTestSupport {

    private static final SttEmulator EMULATOR =
            SttEmulator.builder().behaviour(Behaviour.prompt()).start();

    @AfterAll
    static void stop() {
        EMULATOR.stop();
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:recording").to("elevenlabs-stt:calls?apiKey=secret&readRate=0&baseUrl=" + EMULATOR.uri());
                from("elevenlabs-stt:calls").to("mock:transcripts");
            }
        };
    }

    @Test
    void a_recording_becomes_text() throws Exception {
        MockEndpoint transcripts = getMockEndpoint("mock:transcripts");
        transcripts.expectedBodiesReceived("one two three");
        Exchange result = template.request(
                "direct:recording",
                exchange -> exchange.getIn()
                        .setBody(Tones.at(16_000).say("one two three").wav()));
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody()).isEqualTo("one two three");
        System.out.println(result.getMessage().getHeaders());
        transcripts.assertIsSatisfied();
        assertThat(EMULATOR.violations()).isEmpty();
    }
}
