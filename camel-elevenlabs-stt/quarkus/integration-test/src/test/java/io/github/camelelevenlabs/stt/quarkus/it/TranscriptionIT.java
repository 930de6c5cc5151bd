package io.github.camelelevenlabs.stt.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.asynchttpclient.AsyncHttpClient;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Service.class)
class TranscriptionIT {

    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));

    SttEmulator emulator;

    @Inject
    CamelContext context;

    @Inject
    ProducerTemplate template;

    @Test
    void tests_run_on_the_versions_that_quarkus_manages() throws IOException {
        Properties client = new Properties();
        try (InputStream stream =
                AsyncHttpClient.class.getResourceAsStream("/org/asynchttpclient/config/ahc-version.properties")) {
            client.load(stream);
        }
        assertThat(client.getProperty("ahc.version")).isEqualTo(System.getProperty("async-http-client.version"));
        assertThat(context.getVersion()).isEqualTo(System.getProperty("camel.version"));
    }

    @Test
    void an_application_transcribes_with_its_properties() {
        emulator.reset();
        byte[] audio = Tones.at(16_000).say("one two").wav();
        assertThat(template.requestBody("direct:call", audio, String.class)).isEqualTo("one two");
        assertThat(emulator.sessions())
                .singleElement()
                .satisfies(session ->
                        assertThat(session.parameter("language_code")).isEqualTo("en"));
        assertThat(context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                        .getConfiguration()
                        .getTranscriptTimeout())
                .isEqualTo(90_000);
    }

    @Test
    void the_samples_of_the_page_are_this_application() throws IOException {
        String page = withoutSpace(Files.readString(MODULE.resolve("../../../docs/where-it-runs.md")));
        for (String file : new String[] {
            "src/main/java/io/github/camelelevenlabs/stt/quarkus/it/Calls.java",
            "src/main/resources/application.properties",
            "src/test/java/io/github/camelelevenlabs/stt/quarkus/it/CallsIT.java",
            "src/test/java/io/github/camelelevenlabs/stt/quarkus/it/Service.java"
        }) {
            String source = Files.readString(MODULE.resolve(file)).replaceAll("(?m)^(package|import) .*$", "");
            assertThat(page).contains(withoutSpace(source));
        }
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
