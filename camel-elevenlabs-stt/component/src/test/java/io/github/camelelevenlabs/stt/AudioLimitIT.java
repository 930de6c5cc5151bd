package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_SENT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.MESSAGE_TYPE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a recording, a stream or a live source costs has a limit, and a route can watch it. */
class AudioLimitIT extends SourceRouteSupport {

    /** Of 200 ms each. */
    private static final String TEN_WORDS = "one two three four five six seven eight nine zero";

    private static final String FIRST_FIVE = "one two three four five";

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").to("elevenlabs-stt:calls?maxAudioDuration=1s&commitStrategy=manual");
        routes.from("direct:split").to("elevenlabs-stt:calls?maxAudioDuration=2s&channels=split&readRate=1");
        routes.from("direct:call")
                .to("elevenlabs-stt:calls?maxAudioDuration=1000&sessionKey=${header.call}&sessionIdleTimeout=1s");
        routes.from("elevenlabs-stt:calls?includePartials=true&includeSessionEvents=true")
                .to("mock:transcripts");
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext created = super.createCamelContext();
        HealthCheckRegistry registry = HealthCheckRegistry.get(created);
        HealthCheckRepository consumers = (HealthCheckRepository) registry.resolveById("consumers");
        consumers.setEnabled(true);
        registry.register(consumers);
        return created;
    }

    private static ElevenLabsSttException failure(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(ElevenLabsSttException.class);
        ElevenLabsSttException failure = (ElevenLabsSttException) exchange.getException();
        assertThat(failure.getErrorType()).isEqualTo("audio_limit_exceeded");
        assertThat(failure.isRetryable()).isFalse();
        return failure;
    }

    private List<Exchange> exchanges(String type) {
        return mock("transcripts").getExchanges().stream()
                .filter(exchange -> type.equals(exchange.getIn().getHeader(MESSAGE_TYPE)))
                .toList();
    }

    private static long sent() {
        return emulator.sessions().stream()
                .map(RecordedSession::audioDuration)
                .mapToLong(Duration::toMillis)
                .sum();
    }

    @Test
    void a_recording_that_is_longer_fails_with_the_text_that_fits() {
        ElevenLabsSttException failure = failure(send("direct:recording", wav(TEN_WORDS)));
        assertThat(failure.getCommittedText()).isEqualTo(FIRST_FIVE);
        assertThat(failure.getCommittedThrough()).isEqualTo(1_000);
        assertThat(failure.getDetail()).contains("maxAudioDuration=1000 ms");
        assertThat(failure).hasMessageContaining("raise maxAudioDuration");
        assertThat(sent()).isEqualTo(1_000);
        assertThat(exchanges("committed_transcript"))
                .singleElement()
                .satisfies(exchange -> assertThat(exchange.getIn().getBody()).isEqualTo(FIRST_FIVE));
        await().until(() -> exchanges("session_ended").size() == 1);
        Exchange ended = exchanges("session_ended").get(0);
        assertThat(ended.getProperty(Exchange.EXCEPTION_CAUGHT)).isSameAs(failure);
        assertThat(ended.getIn().getHeader(AUDIO_SENT)).isEqualTo(1_000L);
    }

    @Test
    void a_recording_that_just_fits_is_transcribed() {
        assertThat(textOf(send("direct:recording", wav(FIRST_FIVE)))).isEqualTo(FIRST_FIVE);
    }

    @Test
    void what_is_sent_again_counts() {
        emulator.script().onConnection(1).afterAudio(Duration.ofMillis(600)).fault(new Fault.DropConnection());
        ElevenLabsSttException failure = failure(send("direct:recording", wav(TEN_WORDS)));
        assertThat(sent()).isLessThanOrEqualTo(1_000);
        assertThat(FIRST_FIVE).startsWith(failure.getCommittedText()).isNotEqualTo(failure.getCommittedText());
    }

    @Test
    void the_channels_of_a_recording_count_together() {
        byte[] mono = Tones.pcm(16_000, TEN_WORDS);
        byte[] stereo = new byte[2 * mono.length];
        for (int i = 0; i < mono.length; i += 2) {
            System.arraycopy(mono, i, stereo, 2 * i, 2);
            System.arraycopy(mono, i, stereo, 2 * i + 2, 2);
        }
        ElevenLabsSttException failure = failure(send("direct:split", WavFile.stereo(16_000, stereo)));
        assertThat(sent()).isBetween(1_500L, 2_000L);
        assertThat(failure.getCommittedThrough()).isBetween(500L, 1_000L);
        assertThat(failure.getCommittedText()).contains("one two three");
    }

    @Test
    void a_call_that_has_cost_enough_does_not_start_over_and_its_key_is_free_when_the_call_is_over() {
        byte[] word = Tones.pcm(16_000, "one");
        await().until(() -> call(word, Map.of()).getException() != null);
        for (int i = 0; i < 10; i++) {
            failure(call(word, Map.of()));
        }
        ElevenLabsSttException ended = failure(call(new byte[0], Map.of(END_OF_AUDIO, true)));
        assertThat(ended.getCommittedText()).startsWith("one one");
        assertThat(emulator.sessions()).hasSize(1);
        assertThat(sent()).isLessThanOrEqualTo(1_000);

        assertThat(textOf(call(Tones.pcm(16_000, "six seven"), Map.of(END_OF_AUDIO, true))))
                .isEqualTo("six seven");
        assertThat(emulator.sessions()).hasSize(2);
    }

    private Exchange call(byte[] piece, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put("call", "a");
        return send("direct:call", piece, all);
    }

    @Test
    void a_call_nobody_ends_frees_its_key_when_it_is_idle() {
        failure(call(Tones.pcm(16_000, TEN_WORDS), Map.of(END_OF_AUDIO, true)));
        assertThat(call(Tones.pcm(16_000, "one two"), Map.of()).getException()).isNull();
        await().until(() -> emulator.sessions().size() == 2);
        call(Tones.pcm(16_000, TEN_WORDS), Map.of());
        await().until(() -> call(Tones.pcm(16_000, "one"), Map.of()).getException() != null);
        await().pollInterval(Duration.ofMillis(1_500))
                .until(() -> call(Tones.pcm(16_000, "one"), Map.of()).getException() == null);
        await().until(() -> emulator.sessions().size() == 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&restartOnEnd=true"})
    void a_live_source_ends_for_good_and_is_reported(String restart) throws Exception {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        context.getRegistry().bind("told", (ExceptionHandler) new ToldFailures(told));
        server.at("/live", reply -> onAir(reply, TEN_WORDS));
        hear("/live", "&maxAudioDuration=1s&exceptionHandler=#told" + restart);
        await().until(() -> !told.isEmpty());
        assertThat(told).singleElement().isInstanceOfSatisfying(ElevenLabsSttException.class, why -> {
            assertThat(why.getErrorType()).isEqualTo("audio_limit_exceeded");
            assertThat(why.getSessionId()).isNotNull();
        });
        assertThat(String.join(" ", texts())).startsWith("one two three");
        await().until(() -> server.connections() == 0);
        assertThat(server.requests()).hasSize(1);
        assertThat(sent()).isLessThanOrEqualTo(1_000);
        HealthCheck.Result health = HealthCheckHelper.invokeReadiness(context).stream()
                .filter(result -> result.getCheck().getId().contains("news"))
                .findFirst()
                .orElseThrow();
        assertThat(health.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health.getMessage())
                .contains(
                        "the audioUrl is not read any more: audio_limit_exceeded: the audio, with what was sent again, is"
                                + " longer than maxAudioDuration=1000 ms");
        assertThat(health.getDetails()).containsEntry("error.type", "audio_limit_exceeded");
    }

    private record ToldFailures(List<Throwable> failures) implements ExceptionHandler {
        @Override
        public void handleException(Throwable failure) {
            failures.add(failure);
        }

        @Override
        public void handleException(String message, Throwable failure) {
            failures.add(failure);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable failure) {
            failures.add(failure);
        }
    }

    @Test
    void every_transcript_says_what_has_been_sent() throws Exception {
        addRoutes(routes -> {
            routes.from("direct:watched")
                    .to("elevenlabs-stt:watched?commitStrategy=manual&commitInterval=10s&readRate=20");
            routes.from("elevenlabs-stt:watched?includePartials=true").to("mock:watched");
        });
        String words = "one two three four five six seven ".repeat(20).strip();
        long whole = send("direct:watched", wav(words)).getMessage().getHeader(AUDIO_SENT, Long.class);
        List<Exchange> exchanges = mock("watched").getExchanges();
        assertThat(exchanges)
                .extracting(exchange -> exchange.getIn().getHeader(MESSAGE_TYPE))
                .contains("partial_transcript", "committed_transcript");
        assertThat(exchanges)
                .extracting(exchange -> exchange.getIn().getHeader(AUDIO_SENT, Long.class))
                .isSorted()
                .allSatisfy(sent -> assertThat(sent).isBetween(1L, whole));
        Exchange first = exchanges.stream()
                .filter(exchange ->
                        "committed_transcript".equals(exchange.getIn().getHeader(MESSAGE_TYPE)))
                .findFirst()
                .orElseThrow();
        assertThat(first.getIn().getHeader(AUDIO_SENT, Long.class))
                .isGreaterThanOrEqualTo(first.getIn().getHeader(ElevenLabsSttConstants.COMMITTED_THROUGH, Long.class))
                .isLessThan(whole);
    }

    @Test
    void a_route_in_yaml_has_the_limit_too() throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("routes.yaml", """
                - route:
                    from:
                      uri: direct:yaml
                      steps:
                        - to:
                            uri: elevenlabs-stt:calls
                            parameters:
                              commitStrategy: manual
                              maxAudioDuration: 1s
                """));
        assertThat(failure(send("direct:yaml", wav(TEN_WORDS))).getCommittedText())
                .isEqualTo(FIRST_FIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1", "999", "366d"})
    void other_limits_are_refused_by_name(String value) {
        assertThatThrownBy(() -> context.getEndpoint("elevenlabs-stt:calls?maxAudioDuration=" + value))
                .rootCause()
                .hasMessageStartingWith("maxAudioDuration=")
                .hasMessageContaining("0, or a value from 1000 to 31536000000");
    }

    @Test
    void a_session_key_in_a_header_is_limited_as_well() {
        Exchange failed =
                send("direct:recording", Tones.pcm(16_000, TEN_WORDS), Map.of(SESSION_KEY, "c", END_OF_AUDIO, true));
        assertThat(failure(failed).getCommittedText()).isEqualTo(FIRST_FIVE);
    }
}
