package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlDslIT extends SttRouteSupport {

    @Test
    void routes_in_yaml_transcribe_recordings_and_streams(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("a.wav"), wav("one two three"));
        String routes = """
                - route:
                    from:
                      uri: file
                      parameters:
                        directoryName: "%s"
                        noop: true
                        initialDelay: 0
                      steps:
                        - to:
                            uri: elevenlabs-stt
                            parameters:
                              name: calls
                              languageCode: en
                              secondaryLanguages: de,fr
                              keyterms: "Karlsson, São Paulo"
                              param.keepalive_interval_ms: 5000
                              commitStrategy: manual
                              commitInterval: 15s
                              waitForTranscript: true
                        - to: mock:results
                - route:
                    from:
                      uri: elevenlabs-stt:calls
                      parameters:
                        includeTimestamps: true
                      steps:
                        - to: mock:transcripts
                - route:
                    from:
                      uri: direct:stream
                      steps:
                        - to:
                            uri: elevenlabs-stt:stream
                            parameters:
                              sessionKey: "${header.callId}"
                """.formatted(folder);
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("routes.yaml", routes));
        mock("transcripts").expectedBodiesReceived("one two three");
        mock("results").expectedBodiesReceived("one two three");
        mock("results").assertIsSatisfied();
        mock("transcripts").assertIsSatisfied();
        assertThat(onlySession().parameter("language_code")).isEqualTo("en");
        assertThat(onlySession().parameter("include_timestamps")).isEqualTo("true");
        assertThat(onlySession().parameters())
                .containsEntry("secondary_languages", List.of("de", "fr"))
                .containsEntry("keyterms", List.of("Karlsson", "São Paulo"))
                .containsEntry("keepalive_interval_ms", List.of("5000"));

        Map<String, Object> last = Map.of("callId", "7", ElevenLabsSttConstants.END_OF_AUDIO, true);
        send("direct:stream", wav("four "), Map.of("callId", "7"));
        assertThat(textOf(send("direct:stream", wav("five"), last))).isEqualTo("four five");
    }
}
