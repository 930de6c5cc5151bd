package io.github.camelelevenlabs.stt.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.ElevenLabsSttConfiguration;
import io.github.camelelevenlabs.stt.ElevenLabsSttConstants;
import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.SttEmulatorExtension;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Kamelets from the class path, in routes of both languages, against the emulator. */
class KameletRoutesIT extends CamelTestSupport {

    private static final String KEY = "sk_test_key_of_these_routes";

    @RegisterExtension
    static final SttEmulatorExtension emulator = new SttEmulatorExtension(
            SttEmulator.builder().behaviour(Behaviour.prompt()).apiKey(KEY));

    @AfterEach
    void the_emulator_has_seen_no_protocol_violation() {
        assertThat(emulator.violations()).isEmpty();
    }

    @Test
    void the_action_in_java_turns_audio_into_text() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:audio").kamelet("elevenlabs-stt-action?" + account() + "&languageCode=en&readRate=0");
            }
        });
        Exchange transcribed = send("direct:audio", wav("one two three"), Map.of("caller", "7"));
        assertThat(textOf(transcribed)).isEqualTo("one two three");
        assertThat(transcribed.getMessage().getHeader("caller")).isEqualTo("7");
        assertThat(onlySession().parameter("language_code")).isEqualTo("en");
    }

    @Test
    void the_action_in_yaml_takes_every_property() throws Exception {
        addYaml("""
                - route:
                    from:
                      uri: direct:audio
                      steps:
                        - to:
                            uri: kamelet:elevenlabs-stt-action
                            parameters:
                              apiKey: "{{account.key}}"
                              baseUrl: "{{account.url}}"
                              languageCode: en
                              keyterms: "Harbour Authority, ferry"
                              outputFormat: transcript
                              includeTimestamps: true
                              audioFormat: pcm_8000
                              channels: mix
                              commitStrategy: manual
                              modelId: scribe_v2_realtime
                              readRate: 0
                """);
        Exchange transcribed = send("direct:audio", Tones.pcm(8_000, "one two"));
        Transcript transcript = transcribed.getMessage().getBody(Transcript.class);
        assertThat(transcript.text()).isEqualTo("one two");
        assertThat(transcript.segments().get(0).words()).isNotEmpty();
        assertThat(onlySession().parameter("audio_format")).isEqualTo("pcm_8000");
        assertThat(onlySession().parameter("commit_strategy")).isEqualTo("manual");
        assertThat(onlySession().parameters().get("keyterms")).containsExactly("Harbour Authority", "ferry");
    }

    @Test
    void the_route_in_the_docs_writes_subtitles() throws Exception {
        ElevenLabsSttConfiguration options = configuration();
        options.setApiKey(KEY);
        options.setBaseUrl(emulator.uri().toString());
        String page = Files.readString(KameletFile.MODULE.resolve("../../docs/where-it-runs.md"));
        int begin = page.indexOf("```yaml\n", page.indexOf("\n## Kamelets and designers\n")) + 8;
        String shown = page.substring(begin, page.indexOf("```\n", begin));
        addYaml(shown.replace("file:recordings", "direct:audio").replace("uri: file:subtitles", "uri: mock:subtitles"));
        MockEndpoint subtitles = getMockEndpoint("mock:subtitles");
        subtitles.expectedBodiesReceived("1\n00:00:00,000 --> 00:00:01,000\none two three\n\n");
        assertThat(send("direct:audio", wav("one two three")).getException()).isNull();
        subtitles.assertIsSatisfied();
    }

    @Test
    void two_actions_do_not_get_each_others_transcripts() throws Exception {
        addYaml("""
                - route:
                    from:
                      uri: direct:english
                      steps:
                        - to:
                            uri: kamelet:elevenlabs-stt-action
                            parameters: {apiKey: "{{account.key}}", baseUrl: "{{account.url}}", languageCode: en}
                - route:
                    from:
                      uri: direct:german
                      steps:
                        - to:
                            uri: kamelet:elevenlabs-stt-action
                            parameters: {apiKey: "{{account.key}}", baseUrl: "{{account.url}}", languageCode: de}
                """);
        assertThat(textOf(send("direct:english", wav("one")))).isEqualTo("one");
        assertThat(textOf(send("direct:german", wav("two")))).isEqualTo("two");
        assertThat(emulator.sessions())
                .extracting(session -> session.parameter("language_code"))
                .containsExactly("en", "de");
    }

    @Test
    void the_sink_feeds_the_consumers_of_its_name() throws Exception {
        addYaml("""
                - route:
                    from:
                      uri: direct:call
                      steps:
                        - to:
                            uri: kamelet:elevenlabs-stt-sink
                            parameters:
                              name: calls
                              apiKey: "{{account.key}}"
                              baseUrl: "{{account.url}}"
                              sessionKey: "${header.callId}"
                - route:
                    from:
                      uri: elevenlabs-stt:calls
                      steps:
                        - to: mock:transcripts
                """);
        MockEndpoint transcripts = getMockEndpoint("mock:transcripts");
        transcripts.expectedBodiesReceived("one two three");
        send("direct:call", wav("one two "), Map.of("callId", "7"));
        send("direct:call", wav("three"), Map.of("callId", "7", ElevenLabsSttConstants.END_OF_AUDIO, true));
        transcripts.assertIsSatisfied();
        assertThat(emulator.sessions()).hasSize(1);
    }

    @Test
    void the_source_routes_the_transcripts_of_a_url() throws Exception {
        byte[] recording = wav("one two | three");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", listener -> {
            try (listener) {
                listener.getResponseHeaders().set("Content-Type", "audio/wav");
                listener.sendResponseHeaders(200, recording.length);
                listener.getResponseBody().write(recording);
            }
        });
        server.start();
        try {
            property("audio.url", "http://127.0.0.1:" + server.getAddress().getPort() + "/news.wav");
            addYaml("""
                    - route:
                        from:
                          uri: kamelet:elevenlabs-stt-source
                          parameters:
                            audioUrl: "{{audio.url}}"
                            apiKey: "{{account.key}}"
                            baseUrl: "{{account.url}}"
                          steps:
                            - to: mock:transcripts
                    """);
            MockEndpoint transcripts = getMockEndpoint("mock:transcripts");
            transcripts.expectedBodiesReceived("one two", "three");
            transcripts.assertIsSatisfied();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void an_account_that_is_set_for_the_component_is_used() throws Exception {
        ElevenLabsSttConfiguration options = configuration();
        options.setApiKey(KEY);
        options.setBaseUrl(emulator.uri().toString());
        addAction("readRate=0");
        assertThat(textOf(send("direct:audio", wav("one")))).isEqualTo("one");
    }

    @Test
    void an_account_that_is_set_for_the_kamelet_is_used() throws Exception {
        property("camel.kamelet.elevenlabs-stt-action.apiKey", KEY);
        property("camel.kamelet.elevenlabs-stt-action.baseUrl", emulator.uri().toString());
        addAction("readRate=0");
        assertThat(textOf(send("direct:audio", wav("one")))).isEqualTo("one");
    }

    @Test
    void the_key_is_in_no_log() throws Exception {
        assertThat(logOfAnAction(Level.INFO)).isNotEmpty().noneMatch(line -> line.contains(KEY));
    }

    @Test
    void at_debug_level_only_placeholders_of_camel_show_the_key() throws Exception {
        assertThat(logOfAnAction(Level.DEBUG))
                .filteredOn(line -> line.contains(KEY))
                .allMatch(line -> line.startsWith("org.apache.camel.component.properties.")
                        || line.startsWith("org.apache.camel.impl.engine.DefaultCamelContextExtension Resolved text"));
    }

    private List<String> logOfAnAction(Level level) throws Exception {
        try (CapturedLog log = CapturedLog.of(level)) {
            addAction(account());
            assertThat(textOf(send("direct:audio", wav("one")))).isEqualTo("one");
            context.stop();
            return log.lines();
        }
    }

    @Test
    void an_invalid_value_is_named() {
        assertThatThrownBy(() -> addAction(account() + "&channels=left"))
                .hasStackTraceContaining("channels=left")
                .hasStackTraceContaining("mix, split");
    }

    private void addAction(String options) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:audio").to("kamelet:elevenlabs-stt-action?" + options);
            }
        });
    }

    private void addYaml(String routes) throws Exception {
        property("account.key", KEY);
        property("account.url", emulator.uri().toString());
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("routes.yaml", routes));
    }

    private static String account() {
        return "apiKey=" + KEY + "&baseUrl=" + emulator.uri();
    }

    private ElevenLabsSttConfiguration configuration() {
        return context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .getConfiguration();
    }

    private void property(String name, String value) {
        context.getPropertiesComponent().addOverrideProperty(name, value);
    }

    private Exchange send(String uri, byte[] audio) {
        return send(uri, audio, Map.of());
    }

    private Exchange send(String uri, byte[] audio, Map<String, Object> headers) {
        return template.request(uri, exchange -> {
            exchange.getMessage().setBody(audio);
            headers.forEach(exchange.getMessage()::setHeader);
        });
    }

    private static Object textOf(Exchange transcribed) {
        assertThat(transcribed.getException()).isNull();
        return transcribed.getMessage().getBody();
    }

    private static byte[] wav(String words) {
        return Tones.at(16_000).say(words).wav();
    }

    private static RecordedSession onlySession() {
        assertThat(emulator.sessions()).hasSize(1);
        return emulator.sessions().get(0);
    }
}
