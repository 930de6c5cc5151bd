package io.github.camelelevenlabs.stt.docs.recipes;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.COMMIT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

class NameRecipeTest extends RecipeSupport {

    @Test
    void a_name_that_is_learnt_during_a_call_helps_the_rest_of_it() throws Exception {
        context.addRoutes(new NameRoutes());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:audio").to("elevenlabs-stt:calls?sessionKey=${header.callId}");
            }
        });
        start();
        audio("one two", Map.of("callId", "17", COMMIT, true));
        await().until(() -> !emulator.sessions().isEmpty()
                && !emulator.sessions().get(0).commits().isEmpty());
        template.sendBodyAndHeader("direct:learned", "Karlsson", "callId", "17");
        await().until(() ->
                emulator.sessions().size() == 2 && !emulator.sessions().get(0).isOpen());
        assertThat(audio("three", Map.of("callId", "17", END_OF_AUDIO, true))).isEqualTo("one two three");
        RecordedSession rest = emulator.sessions().get(1);
        assertThat(rest.parameters()).containsEntry("keyterms", List.of("Karlsson", "Harbour Radio"));
    }

    private Object audio(String words, Map<String, Object> headers) {
        return template.requestBodyAndHeaders("direct:audio", Tones.pcm(16_000, words), headers);
    }
}
