package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

class OnceRecipeTest extends RecipeSupport {

    private final List<String> published = new ArrayList<>();
    private boolean broken = true;

    private void publish(Exchange segment) {
        String text = segment.getMessage().getBody(String.class);
        if (broken && text.equals("three")) {
            throw new IllegalStateException("cannot publish " + text);
        }
        published.add(text);
    }

    @Test
    void a_recording_that_is_sent_again_publishes_only_the_missing_segments() throws Exception {
        context.addRoutes(new OnceRoutes());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:publish").process(OnceRecipeTest.this::publish);
                from("direct:call").to("elevenlabs-stt:calls");
            }
        });
        start();
        assertThat(call().getException()).hasMessage("cannot publish three");
        broken = false;
        assertThat(call().getException()).isNull();
        assertThat(published).containsExactly("one two", "four", "three");
    }

    private Exchange call() {
        return template.request("direct:call", exchange -> {
            exchange.getMessage().setBody(wav("one two | three | four"));
            exchange.getMessage().setHeader(Exchange.FILE_NAME, "call.wav");
        });
    }
}
