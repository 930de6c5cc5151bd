package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.COMMIT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.KEYTERMS;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.LANGUAGE_CODE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.PREVIOUS_TEXT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of a call change what the service is told about the rest of it. */
class ChangedCallIT extends SttRouteSupport {

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:call").toD("elevenlabs-stt:calls?sessionKey=${header.callId}&${header.options}");
        routes.from("elevenlabs-stt:calls").to("mock:transcripts");
    }

    private Exchange call(Object audio, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put("callId", "7");
        all.putIfAbsent("options", "languageCode=en");
        return send("direct:call", audio, all);
    }

    private static byte[] pcm(String words) {
        return Tones.pcm(16_000, words);
    }

    private static List<String> keyterms(int session) {
        return emulator.sessions().get(session).parameters().getOrDefault("keyterms", List.of());
    }

    /** The first connection has committed what was said; so it is open, and a change needs another one. */
    private static void awaitCommit() {
        await().until(() -> !emulator.sessions().isEmpty()
                && !emulator.sessions().get(0).commits().isEmpty());
    }

    /** The connection that was told the former values has been replaced. */
    private static void awaitChange(int sessions) {
        await().until(() -> emulator.sessions().size() == sessions
                && emulator.sessions().stream().filter(RecordedSession::isOpen).count() == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"commitStrategy=vad", "commitStrategy=manual"})
    void a_message_without_audio_changes_the_keyterms_of_the_rest_of_the_call(String options) throws Exception {
        mock("transcripts").expectedBodiesReceived("one two", "three four");
        call(pcm("one two"), Map.of(COMMIT, true, "options", options));
        awaitCommit();
        Exchange changed = call(null, Map.of(KEYTERMS, "Karlsson, São Paulo", "options", options));
        assertThat(changed.getException()).isNull();
        assertThat(changed.getMessage().getBody()).isNull();
        awaitChange(2);
        call(pcm("three four"), Map.of("options", options));
        assertThat(textOf(call(null, Map.of(END_OF_AUDIO, true, "options", options))))
                .isEqualTo("one two three four");
        mock("transcripts").assertIsSatisfied();
        assertThat(keyterms(0)).isEmpty();
        assertThat(keyterms(1)).containsExactly("Karlsson", "São Paulo");
        assertThat(emulator.sessions().get(1).samples()).isEqualTo(pcm("three four").length / 2);
    }

    @Test
    void a_message_with_audio_changes_them_too_in_the_next_pause() {
        call(pcm("one two"), Map.of());
        await().until(() -> !emulator.sessions().isEmpty()
                && !emulator.sessions().get(0).messages().isEmpty());
        call(pcm("three"), Map.of(KEYTERMS, List.of("Smith, John"), LANGUAGE_CODE, "de", PREVIOUS_TEXT, "Guten Tag"));
        await().until(() -> emulator.sessions().size() == 2);
        call(pcm(" | four"), Map.of());
        awaitChange(2);
        assertThat(textOf(call(pcm("five"), Map.of(END_OF_AUDIO, true)))).isEqualTo("one two three four five");
        RecordedSession second = emulator.sessions().get(1);
        assertThat(keyterms(1)).containsExactly("Smith, John");
        assertThat(second.parameter("language_code")).isEqualTo("de");
        assertThat(second.previousText()).isEqualTo("Guten Tag");
        assertThat(emulator.sessions().get(0).parameter("language_code")).isEqualTo("en");
    }

    @Test
    void the_headers_of_the_first_message_count_at_once_and_their_repetition_changes_nothing() {
        Map<String, Object> headers =
                Map.of(KEYTERMS, "Karlsson", LANGUAGE_CODE, "sv", PREVIOUS_TEXT, "Hej", COMMIT, true);
        call(pcm("one"), headers);
        call(pcm("two"), headers);
        assertThat(textOf(call(pcm("three"), Map.of(END_OF_AUDIO, true, KEYTERMS, "Karlsson"))))
                .isEqualTo("one two three");
        assertThat(keyterms(0)).containsExactly("Karlsson");
        assertThat(onlySession().previousText()).isEqualTo("Hej");
    }

    @Test
    void any_route_of_the_name_may_bring_the_change() throws Exception {
        addRoutes(routes -> routes.from("direct:agent").to("elevenlabs-stt:calls"));
        call(pcm("one"), Map.of(COMMIT, true));
        awaitCommit();
        send("direct:agent", null, Map.of(SESSION_KEY, "7", KEYTERMS, "Karlsson"));
        awaitChange(2);
        assertThat(textOf(call(pcm("two"), Map.of(END_OF_AUDIO, true)))).isEqualTo("one two");
        assertThat(keyterms(1)).containsExactly("Karlsson");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(KEYTERMS, "a term that is too long", "of 23 characters; at most 20 are allowed"),
                Arguments.of(KEYTERMS, Collections.nCopies(51, "term"), "has 51 terms; at most 50 are allowed"),
                Arguments.of(LANGUAGE_CODE, "pt-BR", "write pt"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_value_that_is_not_allowed_fails_its_message_and_leaves_the_call_alone(
            String header, Object value, String why) {
        call(pcm("one"), Map.of(COMMIT, true));
        for (Object body : new Object[] {null, pcm("two")}) {
            assertThat(call(body, Map.of(header, value)).getException())
                    .isInstanceOf(ElevenLabsSttException.class)
                    .hasMessageContaining(header)
                    .hasMessageContaining(why)
                    .extracting(failure -> ((ElevenLabsSttException) failure).getErrorType())
                    .isEqualTo(ErrorCode.INVALID_REQUEST.type());
        }
        assertThat(textOf(call(pcm("three"), Map.of(END_OF_AUDIO, true)))).isEqualTo("one three");
        assertThat(emulator.sessions()).hasSize(1);
    }

    @Test
    void a_change_of_a_call_that_there_is_not_begins_none() {
        assertThat(call(null, Map.of(KEYTERMS, "Karlsson")).getException()).isNull();
        assertThat(emulator.sessions()).isEmpty();
    }

    @Test
    void transcripts_have_the_language_that_the_service_reports() throws Exception {
        call(pcm("one"), Map.of(COMMIT, true, LANGUAGE_CODE, "de", KEYTERMS, "Karlsson"));
        awaitCommit();
        call(null, Map.of(LANGUAGE_CODE, "sv"));
        awaitChange(2);
        assertThat(textOf(call(pcm("two"), Map.of(END_OF_AUDIO, true)))).isEqualTo("one two");
        assertThat(mock("transcripts").getExchanges())
                .extracting(said -> said.getIn().getHeader(LANGUAGE_CODE))
                .containsExactly("de", "sv");
        assertThat(mock("transcripts").getExchanges())
                .allSatisfy(said -> assertThat(said.getIn().getHeaders()).doesNotContainKey(KEYTERMS));
    }

    @Test
    void where_the_service_reports_no_language_transcripts_have_none() {
        Map<String, Object> headers = Map.of("options", "filterBackgroundAudio=true", LANGUAGE_CODE, "de");
        call(pcm("one"), headers);
        assertThat(textOf(call(null, Map.of(END_OF_AUDIO, true)))).isEqualTo("one");
        assertThat(mock("transcripts").getExchanges())
                .hasSize(1)
                .allSatisfy(said -> assertThat(said.getIn().getHeaders()).doesNotContainKey(LANGUAGE_CODE));
    }

    @Test
    void routes_in_yaml_change_a_call() throws Exception {
        String routes = """
                - route:
                    from:
                      uri: direct:audio
                      steps:
                        - to:
                            uri: elevenlabs-stt:desk
                            parameters:
                              sessionKey: "${header.callId}"
                - route:
                    from:
                      uri: direct:learned
                      steps:
                        - setHeader:
                            name: CamelElevenlabsSttKeyterms
                            simple: "${body}"
                        - setBody:
                            simple: "${null}"
                        - to:
                            uri: elevenlabs-stt:desk
                            parameters:
                              sessionKey: "${header.callId}"
                """;
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("routes.yaml", routes));
        send("direct:audio", pcm("one two"), Map.of("callId", "8", COMMIT, true));
        awaitCommit();
        assertThat(send("direct:learned", "Karlsson", Map.of("callId", "8")).getException())
                .isNull();
        awaitChange(2);
        assertThat(textOf(send("direct:audio", pcm("three"), Map.of("callId", "8", END_OF_AUDIO, true))))
                .isEqualTo("one two three");
        assertThat(keyterms(1)).containsExactly("Karlsson");
    }
}
