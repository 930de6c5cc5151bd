package io.github.camelelevenlabs.stt.docs.recipes;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.ElevenLabsSttException;
import io.github.camelelevenlabs.stt.emulator.Fault.DropConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

class ConversationRecipeTest extends RecipeSupport {

    private final List<String> conversations = new CopyOnWriteArrayList<>();

    @Test
    void the_text_before_a_failure_becomes_a_document() throws Exception {
        // Two seconds between the answer to the first words and the fault.
        options().setReadRate(1);
        emulator.script().afterAudio(ofSeconds(4)).fault(new DropConnection());
        addRoutes();
        assertThat(template.request(
                                "direct:call", exchange -> exchange.getMessage().setBody(wav("one two | | three")))
                        .getException())
                .isInstanceOf(ElevenLabsSttException.class);
        await().untilAsserted(() -> assertThat(conversations).containsExactly("one two"));
    }

    @Test
    void the_segments_of_a_session_become_one_message_when_it_ends() throws Exception {
        addRoutes();
        template.sendBody("direct:call", wav("one two | three"));
        template.sendBody("direct:call", wav("four"));
        await().untilAsserted(() -> assertThat(conversations).containsExactly("one two\nthree", "four"));
    }

    private void addRoutes() throws Exception {
        context.addRoutes(new ConversationRoutes());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:summarise")
                        .process(exchange ->
                                conversations.add(exchange.getMessage().getBody(String.class)));
                from("direct:call").to("elevenlabs-stt:desk");
            }
        });
        start();
    }
}
