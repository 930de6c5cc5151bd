package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.apache.camel.CamelContext;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Endpoints of a context of its own. */
abstract class OptionsSupport {

    final CamelContext context = new DefaultCamelContext();
    ElevenLabsSttComponent component;

    @BeforeEach
    void component() {
        component = context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class);
        component.setEnvironment(variable -> null);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    ElevenLabsSttEndpoint endpoint(String options) {
        return context.getEndpoint(
                "elevenlabs-stt:calls" + (options.isEmpty() ? "" : "?" + options), ElevenLabsSttEndpoint.class);
    }

    ElevenLabsSttConfiguration options(String options) {
        return endpoint(options).getConfiguration();
    }

    /** What we say, without Camel's sentence around it, which repeats the options. */
    String refusal(String options) {
        Throwable failure = catchThrowable(() -> endpoint(options));
        assertThat(failure).as(options).isInstanceOf(ResolveEndpointFailedException.class);
        return failure.getCause() instanceof IllegalArgumentException ours
                ? ours.getMessage()
                : Throwables.getRootCause(failure).getMessage();
    }
}
