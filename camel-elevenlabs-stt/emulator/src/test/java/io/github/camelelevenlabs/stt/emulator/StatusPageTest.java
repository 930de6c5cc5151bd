package io.github.camelelevenlabs.stt.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatusPageTest {

    @RegisterExtension
    static final SttEmulatorExtension emulator = new SttEmulatorExtension();

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + emulator.emulator().port() + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    private static String page() throws IOException, InterruptedException {
        return get("/").body();
    }

    @Test
    void shows_that_no_client_has_connected() throws Exception {
        assertThat(page()).contains(": 0 open, 0 in all, 0 violations", "Nobody has connected yet.");
    }

    @Test
    void shows_the_audio_the_text_and_the_end_of_a_session() throws Exception {
        try (RealtimeClient client = RealtimeClient.start(emulator.emulator(), "language_code=en&typo=1")) {
            client.keepalive().chunk(Tones.pcm(16_000, "one two"), true);
            client.next("partial_transcript");
            assertThat(page())
                    .contains(
                            ": 1 open, 1 in all, 1 violations",
                            "<section class=\"open\">",
                            "<h2>Connection 1: open</h2>",
                            "language_code=en, typo=1",
                            "Received 0.4 s of audio; 1 commits, the last at 0.4 s by client; 1 keepalives",
                            "<b>session_started</b></li>",
                            "<b>committed_transcript</b>one two</li>",
                            "<b>parameter-ignored</b>typo=[1] (ignored)</li>");
            client.finish();
        }
        assertThat(page()).contains("<h2>Connection 1: closed by client with 1000 bye</h2>");
    }

    @Test
    void shows_errors_that_were_sent() throws Exception {
        try (RealtimeClient client = RealtimeClient.connect(emulator.emulator(), "vad_threshold=7")) {
            client.awaitClosed();
        }
        assertThat(page())
                .contains("Connection 1: closed by service with 1008 invalid_request", "<b>invalid_request</b>");
    }

    @Test
    void escapes_the_texts_of_clients_and_scripts() throws Exception {
        String attack = "<script>alert('1')</script>";
        emulator.script().onConnection(1).onceStarted().partial(attack);
        try (RealtimeClient client =
                RealtimeClient.connect(emulator.emulator(), "keyterms=%3Cscript%3E&%3Cscript%3E=%22%3E%3Cscript%3E")) {
            client.next("partial_transcript");
            client.send("{\"message_type\":\"<script>\"}").next("input_error");
        }
        assertThat(page())
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;")
                .contains("keyterms=&lt;script&gt;")
                .containsOnlyOnce("<script");
    }

    @Test
    void shows_no_credential() throws Exception {
        String key = "a-key-that-is-secret";
        try (RealtimeClient client = RealtimeClient.connect(
                emulator.emulator(), "token=single-use&xi-api-key=misplaced&previous=" + key, key)) {
            client.next("session_started");
            client.send("{\"message_type\":\"" + key + "\"}").next("input_error");
        }
        assertThat(page()).contains("token=***").doesNotContain(key, "single-use", "misplaced");
    }

    @Test
    void brings_its_style_and_its_script_and_lets_no_other_run() throws Exception {
        assertThat(get("/").headers().firstValue("content-security-policy"))
                .hasValue("default-src 'self'; img-src data:");
        assertThat(get("/").headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(get("/status.css").body()).contains("section.open");
        assertThat(get("/status.js").headers().firstValue("content-type")).hasValue("text/javascript");
        assertThat(get("/status.json").statusCode()).isEqualTo(404);
    }
}
