package io.github.camelelevenlabs.stt.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

    @RegisterExtension
    static final SttEmulatorExtension service = new SttEmulatorExtension(
            SttEmulator.builder().behaviour(Behaviour.prompt()).apiKey("secret"));

    private static final SttEmulator emulator = service.emulator();

    private static RealtimeClient connect(String query) {
        return RealtimeClient.connect(emulator, query, "secret");
    }

    private static HttpResponse<String> post(String path, String key) throws Exception {
        URI address = URI.create(emulator.uri().toString().replace("ws:", "http:") + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.noBody());
        if (key != null) {
            request.header("xi-api-key", key);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String mint() throws Exception {
        String body = post("/v1/single-use-token/realtime_scribe", "secret").body();
        return body.substring(body.indexOf("sutkn_"), body.lastIndexOf('"'));
    }

    @Test
    void a_request_that_ends_within_its_headers_is_ignored() throws Exception {
        try (Socket client = new Socket("127.0.0.1", emulator.port())) {
            String beginning = "GET " + RealtimeClient.PATH + " HTTP/1.1\r\nUpgrade: websocket\r\nxi-api-k";
            client.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(service.sessions()).isEmpty();
        assertThat(service.violations()).isEmpty();
    }

    @Test
    void session_started_contains_the_settings_as_from_the_service() {
        try (RealtimeClient client = connect("")) {
            JsonNode started = client.next("session_started");
            assertThat(started.get("session_id").asText()).matches("[0-9a-f]{32}");
            assertThat(started.get("config").toString())
                    .isEqualTo("{\"sample_rate\":16000,\"audio_format\":\"pcm_16000\",\"language_code\":null,"
                            + "\"secondary_languages\":[],\"timestamps_granularity\":\"word\","
                            + "\"vad_commit_strategy\":false,\"vad_silence_threshold_secs\":1.5,\"vad_threshold\":0.4,"
                            + "\"min_speech_duration_ms\":100,\"min_silence_duration_ms\":100,"
                            + "\"max_tokens_to_recompute\":5,\"model_id\":\"scribe_v2_realtime\","
                            + "\"disable_logging\":false,\"include_timestamps\":false,"
                            + "\"include_language_detection\":false,\"filter_background_audio\":false,"
                            + "\"keyterms\":[],\"no_verbatim\":false,\"entity_detection\":null,"
                            + "\"transcript_edit\":null,\"keepalive_interval_ms\":null}");
            assertThat(service.sessions().get(0).sessionId())
                    .isEqualTo(started.get("session_id").asText());
        }
    }

    @Test
    void the_requested_settings_are_echoed() {
        try (RealtimeClient client = connect(
                "model_id=scribe_v2_realtime_turbo&audio_format=ulaw_8000&commit_strategy=vad"
                        + "&vad_silence_threshold_secs=0.3&vad_threshold=0.9&min_speech_duration_ms=50"
                        + "&min_silence_duration_ms=2000&language_code=deu&secondary_languages=en&secondary_languages=fr"
                        + "&include_timestamps=true&include_language_detection=true&keyterms=Caf%C3%A9%20%26%20Bar"
                        + "&no_verbatim=true&entity_detection=pii,phi&keepalive_interval_ms=500&enable_logging=false")) {
            JsonNode config = client.next("session_started").get("config");
            assertThat(config.toString())
                    .contains("\"sample_rate\":8000,\"audio_format\":\"ulaw_8000\",\"language_code\":\"deu\"")
                    .contains("\"secondary_languages\":[\"en\",\"fr\"]")
                    .contains("\"vad_commit_strategy\":true,\"vad_silence_threshold_secs\":0.3,\"vad_threshold\":0.9")
                    .contains("\"min_speech_duration_ms\":50,\"min_silence_duration_ms\":2000")
                    .contains("\"model_id\":\"scribe_v2_realtime_turbo\",\"disable_logging\":true")
                    .contains("\"include_timestamps\":true,\"include_language_detection\":true")
                    .contains("\"keyterms\":[\"Café & Bar\"],\"no_verbatim\":true")
                    .contains("\"entity_detection\":[\"pii\",\"phi\"]")
                    .contains("\"keepalive_interval_ms\":500");
        }
        assertThat(service.violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong"})
    void a_wrong_key_is_accepted_then_reported_and_closed(String key) {
        try (RealtimeClient client = RealtimeClient.connect(emulator, "", key.isEmpty() ? null : key)) {
            assertThat(client.awaitClosed()).isEqualTo(new RealtimeClient.Closed(1000, ""));
            assertThat(client.types()).containsExactly("auth_error");
            assertThat(client.all("auth_error").get(0).get("error").asText())
                    .isEqualTo("You must be authenticated to use this endpoint.");
        }
        assertThat(service.violations()).extracting(Violation::rule).containsExactly("no-credential");
        assertThat(service.sessions().get(0).isStarted()).isFalse();
    }

    @Test
    void a_token_opens_one_connection() throws Exception {
        String token = mint();
        assertThat(token).startsWith("sutkn_");
        try (RealtimeClient client = RealtimeClient.connect(emulator, "token=" + token, null)) {
            client.next("session_started");
        }
        try (RealtimeClient client = RealtimeClient.connect(emulator, "token=" + token, null)) {
            client.next("auth_error");
        }
    }

    @Test
    void a_token_takes_precedence_over_a_key() {
        try (RealtimeClient client = connect("token=sutkn_unknown")) {
            client.next("auth_error");
        }
    }

    @Test
    void only_the_key_makes_tokens() throws Exception {
        assertThat(post("/v1/single-use-token/realtime_scribe", "wrong").statusCode())
                .isEqualTo(401);
        assertThat(post("/v1/single-use-token/realtime_scribe", null).statusCode())
                .isEqualTo(401);
        assertThat(post("/v1/single-use-token/tts_websocket", "secret").statusCode())
                .isEqualTo(404);
    }

    @Test
    void any_key_and_any_token_is_accepted_unless_one_is_configured() {
        try (SttEmulator open =
                        SttEmulator.builder().behaviour(Behaviour.prompt()).start();
                RealtimeClient key = RealtimeClient.connect(open, "", "anything");
                RealtimeClient token = RealtimeClient.connect(open, "token=anything", null);
                RealtimeClient nothing = RealtimeClient.connect(open, "", null)) {
            key.next("session_started");
            token.next("session_started");
            nothing.next("auth_error");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model_id=scribe_v1 | The model_id 'scribe_v1' is invalid. Supported models: 'scribe_v2_realtime', "
                        + "'scribe_v2_realtime_turbo', 'scribe_v2_realtime_lite'.",
                "keyterms=a_word_of_21_letters_ | Each keyterm must be at most 20 characters. "
                        + "'a_word_of_21_letters_' is 21 characters.",
                "filter_background_audio=true&include_timestamps=true | filter_background_audio cannot be combined with "
                        + "include_timestamps. This will be supported in a future update.",
                "language_code=pt-BR | Invalid language code 'pt-BR'.",
                "audio_format=mp3 | audio_format must be one of pcm_8000, pcm_16000, pcm_22050, pcm_24000, pcm_44100, "
                        + "pcm_48000, ulaw_8000. Got 'mp3'.",
                "commit_strategy=auto | commit_strategy must be one of manual, vad. Got 'auto'.",
                "vad_silence_threshold_secs=0.29 | vad_silence_threshold_secs must be between 0.3 and 3.0. Got 0.29.",
                "vad_threshold=high | vad_threshold must be a number. Got 'high'.",
                "min_speech_duration_ms=2001 | min_speech_duration_ms must be between 50 and 2000. Got 2001.",
                "min_silence_duration_ms=1.5 | min_silence_duration_ms must be an integer. Got '1.5'.",
                "keepalive_interval_ms=499 | keepalive_interval_ms must be between 500 and 10000. Got 499.",
                "include_timestamps=True | include_timestamps must be true or false. 'True' is neither.",
                "transcript_edit=shout&entity_detection=all | transcript_edit cannot be combined with entity_detection."
            })
    void refuses_parameters_out_of_range(String query, String text) {
        try (RealtimeClient client = connect(query)) {
            assertThat(client.awaitClosed()).isEqualTo(new RealtimeClient.Closed(1008, "invalid_request"));
            assertThat(client.types()).containsExactly("invalid_request");
            assertThat(client.all("invalid_request").get(0).get("error").asText())
                    .isEqualTo(text);
        }
        assertThat(service.violations()).containsExactly(new Violation(1, "parameter-refused", text));
    }

    @Test
    void refuses_more_than_50_keyterms() {
        String keyterms = IntStream.range(0, 51).mapToObj(i -> "keyterms=k" + i).collect(Collectors.joining("&"));
        try (RealtimeClient client = connect(keyterms)) {
            assertThat(client.next("invalid_request").get("error").asText())
                    .isEqualTo("Number of keyterms cannot exceed 50. You provided 51 keyterms.");
        }
    }

    @Test
    void ignores_unknown_parameters_and_notes_them() {
        try (RealtimeClient client = connect("languageCode=en&keyterms%5B%5D=one")) {
            assertThat(client.next("session_started").get("config").get("keyterms"))
                    .isEmpty();
        }
        assertThat(service.violations())
                .containsExactly(
                        new Violation(1, "parameter-ignored", "keyterms[]=[one]"),
                        new Violation(1, "parameter-ignored", "languageCode=[en]"));
    }

    @Test
    void records_the_request() {
        try (RealtimeClient client = connect("keyterms=a&keyterms=b&language_code=en")) {
            client.next("session_started");
        }
        RecordedSession session = service.sessions().get(0);
        assertThat(session.connection()).isEqualTo(1);
        assertThat(session.parameter("language_code")).isEqualTo("en");
        assertThat(session.parameter("model_id")).isNull();
        assertThat(session.parameters().get("keyterms")).isEqualTo(List.of("a", "b"));
        assertThat(session.header("XI-API-Key")).isEqualTo("secret");
    }

    @Test
    void keeps_the_path_prefix_of_a_gateway() {
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create(emulator.uri() + "/gateway/stt" + RealtimeClient.PATH), new WebSocket.Listener() {})
                .join();
        socket.abort();
        assertThat(service.sessions()).hasSize(1);
    }

    @Test
    void refuses_any_other_path() {
        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(URI.create(emulator.uri() + "/v1/elsewhere"), new WebSocket.Listener() {})
                        .join())
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .satisfies(e -> assertThat(((WebSocketHandshakeException) e.getCause())
                                .getResponse()
                                .statusCode())
                        .isEqualTo(404));
        assertThat(service.sessions()).isEmpty();
    }
}
