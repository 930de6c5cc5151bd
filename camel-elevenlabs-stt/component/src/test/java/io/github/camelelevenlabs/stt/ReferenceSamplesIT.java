package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The samples of {@code docs/reference.md}: the same routes in three languages do the same. The Java ones stand here, the
 * others are read from the page.
 */
class ReferenceSamplesIT extends SttRouteSupport {

    private static final DocsPage PAGE = new DocsPage("reference.md");

    @TempDir
    private Path inbox;

    @TempDir
    private Path outbox;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext created = super.createCamelContext();
        Properties folders = new Properties();
        folders.put("inbox", inbox.toString());
        folders.put("outbox", outbox.toString());
        created.getPropertiesComponent().setInitialProperties(folders);
        return created;
    }

    @Test
    void the_java_samples_are_those_of_this_test() {
        PAGE.assertThatJavaSamplesStandIn(ReferenceSamplesIT.class);
    }

    @Test
    void routes_in_java_do_what_the_page_says() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("elevenlabs-stt:calls?includeTimestamps=true")
                        .setBody(simple("${header.CamelFileName} ${header.CamelElevenlabsSttStartTime} ms: ${body}"))
                        .to("file:{{outbox}}?fileName=all.log&fileExist=Append&appendChars=\\n");

                from("file:{{inbox}}?includeExt=wav&readLock=changed&move=done&moveFailed=failed")
                        .to("elevenlabs-stt:calls?languageCode=en")
                        .to("file:{{outbox}}?fileName=${file:name.noext}.txt");

                from("direct:phone").to("elevenlabs-stt:live?sessionKey=${header.callId}");
            }
        });
        theRoutesDoWhatThePageSays();
    }

    @Test
    void routes_in_xml_do_what_the_page_says() throws Exception {
        PAGE.loadRoutes(context, "xml");
        theRoutesDoWhatThePageSays();
    }

    @Test
    void routes_in_yaml_do_what_the_page_says() throws Exception {
        PAGE.loadRoutes(context, "yaml");
        theRoutesDoWhatThePageSays();
    }

    @Test
    void options_of_the_component_are_those_of_its_endpoints() {
        ElevenLabsSttConfiguration options = context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .getConfiguration();
        options.setLanguageCode("en");
        options.setMaxConcurrentSessions(6);
        assertThat(textOf(send("elevenlabs-stt:calls", wav("one")))).isEqualTo("one");
        assertThat(onlySession().parameter("language_code")).isEqualTo("en");
    }

    private void theRoutesDoWhatThePageSays() throws IOException {
        Files.move(Files.write(outbox.resolve("unfinished"), wav("one two")), inbox.resolve("call.wav"));
        await().atMost(ofSeconds(60)).until(() -> Files.exists(inbox.resolve("done/call.wav")));
        assertThat(outbox.resolve("call.txt")).hasContent("one two");
        assertThat(outbox.resolve("all.log")).hasContent("call.wav 0 ms: one two");

        byte[] piece = Tones.pcm(16_000, "three four");
        send("direct:phone", piece, Map.of("callId", "17"));
        Map<String, Object> last = Map.of("callId", "17", ElevenLabsSttConstants.END_OF_AUDIO, true);
        assertThat(textOf(send("direct:phone", piece, last))).isEqualTo("three four three four");
    }
}
