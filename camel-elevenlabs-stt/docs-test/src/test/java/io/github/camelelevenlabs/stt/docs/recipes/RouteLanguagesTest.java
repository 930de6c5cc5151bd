package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.ElevenLabsSttConfiguration;
import io.github.camelelevenlabs.stt.ElevenLabsSttConstants;
import io.github.camelelevenlabs.stt.docs.Page;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/**
 * The routes of {@code docs/routes.md} in three languages do the same. The Java ones stand here, the others are read from
 * the page.
 */
class RouteLanguagesTest extends RecipeSupport {

    private static final Page PAGE = Page.ofDocs("routes.md");

    @Test
    void routes_in_java_behave_as_documented() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("elevenlabs-stt:calls?includeTimestamps=true")
                        .setBody(simple("${header.CamelFileName} ${header.CamelElevenlabsSttStartTime} ms: ${body}"))
                        .to("file:{{outbox}}?fileName=all.log&fileExist=Append&appendChars=\\n");

                from("file:{{inbox}}?includeExt=wav&readLock=changed&readLockMinLength=0&move=done&moveFailed=failed")
                        .to("elevenlabs-stt:calls?languageCode=en")
                        .to("file:{{outbox}}?fileName=${file:name.noext}.txt");

                from("direct:phone").to("elevenlabs-stt:live?sessionKey=${header.callId}");
            }
        });
        theRoutesDoWhatThePageSays();
    }

    @Test
    void routes_in_xml_behave_as_documented() throws Exception {
        addRoutes(PAGE, "xml");
        theRoutesDoWhatThePageSays();
    }

    @Test
    void routes_in_yaml_behave_as_documented() throws Exception {
        addRoutes(PAGE, "yaml");
        theRoutesDoWhatThePageSays();
    }

    @Test
    void options_of_the_component_are_those_of_its_endpoints() {
        ElevenLabsSttConfiguration options = context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .getConfiguration();
        options.setLanguageCode("en");
        options.setMaxConcurrentSessions(6);
        start();
        assertThat(template.requestBody("elevenlabs-stt:calls", wav("one"))).isEqualTo("one");
        assertThat(emulator.sessions())
                .singleElement()
                .satisfies(session ->
                        assertThat(session.parameter("language_code")).isEqualTo("en"));
    }

    private void theRoutesDoWhatThePageSays() throws IOException {
        start();
        drop("call.wav", wav("one two"));
        await().until(() -> Files.exists(inbox.resolve("done/call.wav")));
        assertThat(outbox.resolve("call.txt")).hasContent("one two");
        assertThat(outbox.resolve("all.log")).hasContent("call.wav 0 ms: one two");

        byte[] piece = Tones.pcm(16_000, "three four");
        send("direct:phone", piece, Map.of("callId", "17"));
        Map<String, Object> last = Map.of("callId", "17", ElevenLabsSttConstants.END_OF_AUDIO, true);
        assertThat(send("direct:phone", piece, last).getMessage().getBody()).isEqualTo("three four three four");
    }
}
