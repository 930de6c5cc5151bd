package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.COMMIT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Quirks;
import io.github.camelelevenlabs.stt.emulator.RecordedSession.Commit;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.emulator.protocol.ConfigEcho;
import io.github.camelelevenlabs.stt.observe.Notices;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service ends transcripts behind any word, in the middle of speech. */
class TurnPredictionIT extends SttRouteSupport {

    private static final String SAID = "one two three four five six seven eight nine zero";
    private static final String LIVE = "elevenlabs-stt:calls?modelId=scribe_v3_live";

    @BeforeAll
    static void predictTurns() {
        emulator.stop();
        emulator = service()
                .behaviour(Behaviour.prompt().with(b -> b.turnWords(3)))
                .start();
    }

    private String transcripts() {
        return mock("transcripts").getExchanges().stream()
                .map(exchange -> exchange.getIn().getBody(String.class))
                .collect(Collectors.joining(" "));
    }

    private static boolean turnsEnded() {
        return emulator.sessions().stream()
                .flatMap(session -> session.commits().stream())
                .anyMatch(commit -> commit.by() == Commit.By.TURN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&commitStrategy=turn_prediction", "&commitStrategy=turn_prediction&vadThreshold=0.5"})
    void a_recording_comes_in_turns_with_the_models_default_and_by_name(String strategy) throws Exception {
        addRoutes(routes -> routes.from("elevenlabs-stt:calls").to("mock:transcripts"));
        assertThat(textOf(send(LIVE + strategy, wav(SAID)))).isEqualTo(SAID);
        assertThat(transcripts()).isEqualTo(SAID);
        assertThat(mock("transcripts").getReceivedCounter()).isGreaterThan(1);
        assertThat(turnsEnded()).isTrue();
        assertThat(onlySession().parameter("commit_strategy")).isEqualTo(strategy.isEmpty() ? null : "turn_prediction");
    }

    @Test
    void a_route_in_yaml_transcribes_in_turns(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("a.wav"), wav(SAID));
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
                              modelId: scribe_v3_live
                              commitStrategy: turn_prediction
                        - to: mock:results
                - route:
                    from:
                      uri: elevenlabs-stt:calls
                      steps:
                        - to: mock:transcripts
                """.formatted(folder);
        mock("results").expectedBodiesReceived(SAID);
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("turns.yaml", routes));
        mock("results").assertIsSatisfied();
        assertThat(transcripts()).isEqualTo(SAID);
        assertThat(mock("transcripts").getReceivedCounter()).isGreaterThan(1);
        assertThat(onlySession().parameter("commit_strategy")).isEqualTo("turn_prediction");
    }

    @Test
    void a_stream_may_be_committed_by_its_messages_too() throws Exception {
        addRoutes(routes -> {
            routes.from("direct:piece").to(LIVE + "&sessionKey=${header.callId}&commitStrategy=turn_prediction");
            routes.from("elevenlabs-stt:calls").to("mock:transcripts");
        });
        send("direct:piece", Tones.pcm(16_000, SAID), Map.of("callId", "7"));
        send("direct:piece", Tones.pcm(16_000, "star"), Map.of("callId", "7", COMMIT, true));
        send("direct:piece", Tones.pcm(16_000, "pound"), Map.of("callId", "7"));
        assertThat(textOf(send("direct:piece", new byte[0], Map.of("callId", "7", END_OF_AUDIO, true))))
                .isEqualTo(SAID + " star pound");
        assertThat(transcripts()).isEqualTo(SAID + " star pound");
        assertThat(onlySession().commits()).extracting(Commit::by).contains(Commit.By.TURN, Commit.By.CLIENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {700, 1_000, 1_300, 1_600, 1_900})
    void a_lost_connection_costs_no_word_and_repeats_none(int millis) {
        emulator.script().onConnection(1).afterAudio(Duration.ofMillis(millis)).fault(new Fault.DropConnection());
        assertThat(textOf(send(LIVE + "&reconnectDelay=1&readRate=4", wav(SAID))))
                .isEqualTo(SAID);
        assertThat(emulator.sessions()).hasSize(2);
    }

    @Test
    void filtered_audio_comes_in_turns_without_word_times() {
        assertThat(textOf(send(LIVE + "&filterBackgroundAudio=true", wav(SAID))))
                .isEqualTo(SAID);
        assertThat(turnsEnded()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void no_spelling_of_the_echo_is_taken_for_a_difference(ConfigEcho echo) {
        Behaviour echoing = Behaviour.prompt().with(b -> b.quirks(Quirks.of(q -> q.configEcho(echo))));
        try (SttEmulator spelling = service().behaviour(echoing).start();
                CapturedLog log = CapturedLog.everything()) {
            String uri = LIVE + "&commitStrategy=turn_prediction&baseUrl=" + spelling.uri();
            assertThat(textOf(send(uri, wav(SAID)))).isEqualTo(SAID);
            assertThat(log.of(Notices.class)).isEmpty();
        }
    }
}
