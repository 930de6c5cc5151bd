package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.emulator.Violation;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Base of route tests with an emulator that transcribes keypad tones as words. Each test adds its routes. */
abstract class SttRouteSupport extends CamelTestSupport {

    static final String KEY = "sk_test_key_of_this_test";

    static SttEmulator emulator;

    @BeforeAll
    static void startEmulator() {
        emulator = service().start();
    }

    /** An emulator that answers promptly and accepts only {@link #KEY}; a test may configure more. */
    static SttEmulator.Builder service() {
        return SttEmulator.builder().behaviour(Behaviour.prompt()).apiKey(KEY);
    }

    @AfterAll
    static void stopEmulator() {
        emulator.stop();
    }

    @AfterEach
    void the_emulator_has_seen_no_protocol_violation() {
        List<Violation> violations = emulator.violations();
        emulator.reset();
        if (!expectsViolations()) {
            assertThat(violations).isEmpty();
        }
    }

    boolean expectsViolations() {
        return false;
    }

    /** The routes of all tests of a class. */
    void routes(RouteBuilder routes) throws Exception {}

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                errorHandler(noErrorHandler());
                routes(this);
            }
        };
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext created = super.createCamelContext();
        ElevenLabsSttConfiguration options = created.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .getConfiguration();
        options.setApiKey(KEY);
        options.setBaseUrl(emulator.uri().toString());
        options.setReadRate(0);
        return created;
    }

    void addRoutes(RouteBuilderCode code) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                errorHandler(noErrorHandler());
                code.configure(this);
            }
        });
    }

    interface RouteBuilderCode {
        void configure(RouteBuilder routes) throws Exception;
    }

    Exchange send(String uri, Object body) {
        return send(uri, body, Map.of());
    }

    Exchange send(String uri, Object body, Map<String, Object> headers) {
        Processor fill = exchange -> {
            exchange.getIn().setBody(body);
            headers.forEach(exchange.getIn()::setHeader);
        };
        return template.request(uri, fill);
    }

    static Object textOf(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody();
    }

    MockEndpoint mock(String name) {
        return getMockEndpoint("mock:" + name);
    }

    static byte[] wav(String words) {
        return Tones.at(16_000).say(words).wav();
    }

    static RecordedSession onlySession() {
        assertThat(emulator.sessions()).hasSize(1);
        return emulator.sessions().get(0);
    }
}
