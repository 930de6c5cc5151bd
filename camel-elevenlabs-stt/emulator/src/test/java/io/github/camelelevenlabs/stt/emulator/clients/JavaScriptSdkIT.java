package io.github.camelelevenlabs.stt.emulator.clients;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault.DropConnection;
import io.github.camelelevenlabs.stt.emulator.Fault.RefuseHandshake;
import io.github.camelelevenlabs.stt.emulator.Fault.SendError;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.SttEmulatorExtension;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The official JavaScript SDK of ElevenLabs against the emulator: the events that its users get. */
@Tag("full")
class JavaScriptSdkIT {
    private static final String KEY = "the-right-key";
    private static NodeScript sdk;

    @RegisterExtension
    static final SttEmulatorExtension emulator = new SttEmulatorExtension(
            SttEmulator.builder().behaviour(Behaviour.prompt()).apiKey(KEY));

    @BeforeAll
    static void startTheScript() throws IOException {
        sdk = NodeScript.run("elevenlabs.js");
    }

    @AfterAll
    static void endTheScript() {
        if (sdk != null) {
            sdk.close();
        }
    }

    private static void connect(SttEmulator emulator, String key, Map<String, ?> options) {
        Map<String, Object> all = new HashMap<>(options);
        all.put("modelId", "scribe_v2_realtime");
        all.put("audioFormat", "pcm_16000");
        all.put("sampleRate", 16_000);
        sdk.begin("connect", Map.of("baseUrl", emulator.uri().toString(), "apiKey", key, "options", all));
    }

    private static void connect(Map<String, ?> options) {
        connect(emulator.emulator(), KEY, options);
    }

    private static JsonNode start(Map<String, ?> options) {
        connect(options);
        return sdk.next("session_started");
    }

    private static void send(byte[] audio) {
        sdk.tell("send", Map.of("audioBase64", Base64.getEncoder().encodeToString(audio)));
    }

    private static void say(String words) {
        send(Tones.pcm(16_000, words));
    }

    private static void commit() {
        sdk.tell("commit", null);
    }

    private static String text(JsonNode message) {
        return message.get("text").asText();
    }

    private static RecordedSession session() {
        return emulator.sessions().get(0);
    }

    @Test
    void the_sample_of_the_page_connects() throws IOException {
        try (NodeScript sample = NodeScript.run("sample.js")) {
            sample.begin("connect", Map.of("baseUrl", emulator.uri().toString(), "apiKey", KEY));
            sample.next("session_started");
        }
    }

    @Test
    void connects_and_gets_the_requested_settings() {
        JsonNode started = start(Map.of("languageCode", "de", "keyterms", List.of("Karlsson", "Bullerbü & Co")));
        assertThat(started.get("session_id").asText()).isEqualTo(session().sessionId());
        assertThat(started.get("config").get("language_code").asText()).isEqualTo("de");
        assertThat(started.get("config").get("keyterms"))
                .extracting(JsonNode::asText)
                .containsExactly("Karlsson", "Bullerbü & Co");
        assertThat(sdk.names()).containsExactly("open", "session_started");
        assertThat(emulator.violations()).isEmpty();
    }

    @Test
    void receives_partials_and_the_answer_to_its_commit() {
        start(Map.of("commitStrategy", "manual"));
        say("one two three four five");
        say("six seven eight nine zero");
        assertThat(text(sdk.next("partial_transcript"))).startsWith("one two three four five");
        commit();
        assertThat(text(sdk.next("committed_transcript")))
                .isEqualTo("one two three four five six seven eight nine zero");
        assertThat(session().audioDuration()).isEqualTo(ofSeconds(2));
        assertThat(emulator.violations()).extracting(v -> v.rule()).isEmpty();
    }

    @Test
    void receives_the_commits_of_the_service_at_pauses() {
        start(Map.of("commitStrategy", "vad"));
        for (String words : List.of("one two", "three")) {
            say(words);
            send(Tones.at(16_000).pause(ofSeconds(1)).pcm());
            send(Tones.at(16_000).pause(ofSeconds(1)).pcm());
            assertThat(text(sdk.next("committed_transcript"))).isEqualTo(words);
        }
        assertThat(emulator.violations()).isEmpty();
    }

    @Test
    void receives_word_times() {
        start(Map.of("includeTimestamps", true));
        say("one two");
        commit();
        sdk.next("committed_transcript");
        JsonNode timed = sdk.next("committed_transcript_with_timestamps");
        assertThat(StreamSupport.stream(timed.get("words").spliterator(), false)
                        .map(word -> word.get("type").asText() + ":" + text(word)))
                .containsExactly("word:one", "spacing: ", "word:two");
        assertThat(timed.get("words").get(2).get("start").asDouble()).isBetween(0.18, 0.22);
        assertThat(timed.get("words").get(2).get("characters")).hasSize(3);
    }

    @Test
    void receives_the_language_before_the_text_and_without_times() {
        start(Map.of("includeLanguageDetection", true));
        say("one two");
        commit();
        JsonNode detected = sdk.next("committed_transcript_with_timestamps");
        assertThat(detected.get("language_code").asText()).isEqualTo("en");
        assertThat(detected.get("words").isNull()).isTrue();
        assertThat(text(sdk.next("committed_transcript"))).isEqualTo("one two");
    }

    @Test
    void receives_entities() {
        start(Map.of("entityDetection", List.of("all")));
        say("one two three");
        commit();
        JsonNode entities = sdk.next("committed_transcript_entities");
        assertThat(text(entities)).isEqualTo("one two three");
        assertThat(entities.get("entities").isArray()).isTrue();
    }

    @Test
    void receives_edited_text() {
        start(Map.of("transcriptEdit", "as a sentence"));
        say("one two");
        commit();
        JsonNode edited = sdk.next("edited_transcript");
        assertThat(text(edited)).isEqualTo("one two");
        assertThat(edited.get("edited_text").asText()).isEqualTo("One two.");
    }

    @Test
    void may_send_previous_text_with_its_first_audio_only() {
        start(Map.of());
        Map<String, String> chunk = Map.of("audioBase64", "", "previousText", "The sum is");
        sdk.tell("send", chunk);
        sdk.tell("send", chunk);
        assertThat(sdk.next("input_error").get("error").asText())
                .isEqualTo("previous_text can only be set on the first audio chunk");
        assertThat(session().previousText()).isEqualTo("The sum is");
    }

    @Test
    void sees_a_wrong_key_as_an_error_after_it_has_connected() {
        connect(emulator.emulator(), "a-wrong-key", Map.of());
        assertThat(sdk.next("auth_error").get("error").asText())
                .isEqualTo("You must be authenticated to use this endpoint.");
        sdk.next("close");
        assertThat(sdk.names()).containsExactly("open", "auth_error", "error", "close");
    }

    @Test
    void may_use_a_token_once() throws Exception {
        HttpRequest mint = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + emulator.emulator().port() + "/v1/single-use-token/realtime_scribe"))
                .header("xi-api-key", KEY)
                .POST(BodyPublishers.noBody())
                .build();
        String answer =
                HttpClient.newHttpClient().send(mint, BodyHandlers.ofString()).body();
        Map<String, String> token = Map.of("token", answer.replaceAll(".*:\"|\"}", ""));
        start(token);
        assertThat(session().header("xi-api-key")).isNull();
        connect(token);
        sdk.next("auth_error");
    }

    @Test
    void receives_the_error_for_refused_parameters() {
        connect(Map.of("languageCode", "pt-BR"));
        assertThat(sdk.next("invalid_request").get("error").asText()).startsWith("Invalid language code");
        sdk.next("close");
        assertThat(sdk.names()).containsExactly("open", "invalid_request", "error", "close");
    }

    @Test
    void is_closed_after_a_commit_of_too_little() {
        start(Map.of());
        send(Tones.at(16_000).pause(ofMillis(200)).pcm());
        commit();
        assertThat(sdk.next("commit_throttled").get("error").asText())
                .isEqualTo("Commit request ignored: only 0.20s of uncommitted audio. "
                        + "You need at least 0.3s of uncommitted audio before committing.");
        sdk.next("close");
        assertThat(sdk.names()).containsExactly("open", "session_started", "commit_throttled", "error", "close");
    }

    @Test
    void receives_an_exceeded_quota_after_the_start() {
        emulator.script()
                .onConnection(1)
                .onceStarted()
                .fault(new SendError("quota_exceeded", "You have exceeded your quota.").andClose(1008));
        connect(Map.of());
        sdk.next("close");
        assertThat(sdk.names()).containsExactly("open", "session_started", "quota_exceeded", "error", "close");
    }

    @Test
    void is_disconnected_without_a_message_when_it_sends_nothing() {
        try (SttEmulator impatient = SttEmulator.builder()
                .behaviour(Behaviour.prompt().with(b -> b.idleTimeout(ofMillis(200))))
                .start()) {
            connect(impatient, KEY, Map.of());
            sdk.next("close");
            assertThat(sdk.names()).containsExactly("open", "session_started", "close");
        }
    }

    @Test
    void sees_a_refused_handshake_as_an_error_of_the_socket() {
        emulator.script().onConnection(1).fault(new RefuseHandshake(403));
        connect(Map.of());
        assertThat(sdk.next("error").get("message").asText()).isEqualTo("Unexpected server response: 403");
        sdk.next("close");
        assertThat(sdk.names()).containsExactly("error", "close");
    }

    @Test
    void sees_a_reset_connection_closed() {
        emulator.script().onConnection(1).onceStarted().fault(new DropConnection());
        connect(Map.of());
        sdk.next("close");
        assertThat(sdk.names()).startsWith("open").endsWith("close").doesNotContain("quota_exceeded");
    }
}
