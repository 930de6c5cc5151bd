package io.github.camelelevenlabs.stt.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A whole recording in one request. */
class BatchApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOUNDARY = "----boundary";

    @RegisterExtension
    static final SttEmulatorExtension service = new SttEmulatorExtension(
            SttEmulator.builder().behaviour(Behaviour.prompt()).apiKey("secret"));

    private final Map<String, String> fields = new LinkedHashMap<>(Map.of("model_id", "scribe_v2"));

    private static byte[] body(Map<String, String> fields, byte[] file) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields.forEach((name, value) -> body.writeBytes(
                ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(StandardCharsets.UTF_8)));
        if (file != null) {
            body.writeBytes(
                    ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
                                    + "Content-Type: audio/wav\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(file);
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    private static HttpResponse<String> post(String key, String type, byte[] body) throws Exception {
        URI address = URI.create(service.emulator().uri().toString().replace("ws:", "http:") + "/v1/speech-to-text");
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Content-Type", type);
        if (key != null) {
            request.header("xi-api-key", key);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(byte[] file) throws Exception {
        return post("secret", "multipart/form-data; boundary=" + BOUNDARY, body(fields, file));
    }

    private JsonNode transcript(byte[] file) throws Exception {
        HttpResponse<String> response = post(file);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static List<String> speakers(JsonNode transcript) {
        List<String> speakers = new ArrayList<>();
        transcript.get("words").forEach(word -> {
            if (word.get("type").asText().equals("word")) {
                speakers.add(
                        word.get("text").asText() + " " + word.get("speaker_id").asText());
            }
        });
        return speakers;
    }

    @Test
    void answers_with_the_words_and_their_times() throws Exception {
        JsonNode transcript = transcript(Tones.at(16_000).say("one two").wav());
        assertThat(transcript.get("text").asText()).isEqualTo("one two");
        assertThat(transcript.get("language_code").asText()).isEqualTo("en");
        assertThat(transcript.get("language_probability").asDouble()).isEqualTo(1);
        JsonNode words = transcript.get("words");
        assertThat(words).hasSize(3);
        assertThat(words.get(1).get("type").asText()).isEqualTo("spacing");
        JsonNode second = words.get(2);
        assertThat(second.get("text").asText()).isEqualTo("two");
        assertThat(second.get("start").asDouble()).isBetween(0.15, 0.25);
        assertThat(second.get("end").asDouble()).isBetween(0.25, 0.45);
        assertThat(second.get("speaker_id").isNull()).isTrue();
        assertThat(second.get("logprob").asDouble()).isLessThanOrEqualTo(0);
    }

    @Test
    void diarize_labels_two_who_take_turns() throws Exception {
        fields.put("diarize", "true");
        fields.put("language_code", "de");
        JsonNode transcript = transcript(Tones.at(16_000)
                .say("one two")
                .pause(Duration.ofSeconds(2))
                .say("three")
                .pause(Duration.ofSeconds(2))
                .say("four")
                .wav());
        assertThat(speakers(transcript))
                .containsExactly("one speaker_0", "two speaker_0", "three speaker_1", "four speaker_0");
        assertThat(transcript.get("language_code").asText()).isEqualTo("de");
    }

    @Test
    void raw_samples_are_read_as_their_format_says() throws Exception {
        fields.put("file_format", "pcm_s16le_16");
        assertThat(transcript(Tones.pcm(16_000, "five six")).get("text").asText())
                .isEqualTo("five six");
    }

    @Test
    void a_wrong_or_missing_key_is_refused() throws Exception {
        for (String key : new String[] {null, "wrong"}) {
            HttpResponse<String> response = post(key, "multipart/form-data; boundary=" + BOUNDARY, body(fields, null));
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(JSON.readTree(response.body()).at("/detail/status").asText())
                    .isEqualTo("invalid_api_key");
        }
    }

    @Test
    void a_form_that_is_not_valid_is_refused_with_the_field() throws Exception {
        assertThat(invalid(post(null))).isEqualTo("file");
        fields.put("model_id", "scribe_v9");
        assertThat(invalid(post(Tones.at(16_000).say("one").wav()))).isEqualTo("model_id");
        fields.clear();
        assertThat(invalid(post(Tones.at(16_000).say("one").wav()))).isEqualTo("model_id");
        assertThat(invalid(post("secret", "application/json", "{}".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("model_id");
    }

    private static String invalid(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        return JSON.readTree(response.body()).at("/detail/0/loc/1").asText();
    }

    @Test
    void what_the_emulator_cannot_read_is_an_error() throws Exception {
        assertThat(post("This is no audio".getBytes(StandardCharsets.US_ASCII)).statusCode())
                .isEqualTo(400);
        byte[] wav = Tones.at(16_000).say("one").wav();
        for (int length = 0; length < 44; length++) {
            assertThat(post(Arrays.copyOf(wav, length)).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void more_than_64_mb_are_refused() throws Exception {
        HttpResponse<String> response = post(new byte[65 * 1024 * 1024]);
        assertThat(response.statusCode()).isEqualTo(413);
    }
}
