package io.github.camelelevenlabs.stt.example.upload;

import static io.github.camelelevenlabs.stt.example.upload.HttpUploadToQueue.MAX_SESSIONS;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.ServiceError;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.apache.camel.util.ObjectHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("full")
class HttpUploadToQueueTest {

    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final String API_KEY = "the-key";

    private static final String[] SEGMENT_PROPERTIES = {
        "uploadId", "sessionId", "segmentIndex", "JMSXGroupID", "_AMQ_DUPL_ID", "JMSXDeliveryCount"
    };

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final SttEmulator emulator =
            SttEmulator.builder().behaviour(Behaviour.prompt()).apiKey(API_KEY).start();
    private URI address;
    private Broker broker;
    private Main application;

    @BeforeEach
    void start() throws Exception {
        broker = new Broker(folder, ZERO);
        startApplication(API_KEY);
    }

    private void startApplication(String apiKey) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                startApplication(apiKey, freePort());
                return;
            } catch (Exception e) {
                application.stop();
                // Another process may have taken the port meanwhile.
                if (attempt == 3 || ObjectHelper.getException(BindException.class, e) == null) {
                    throw e;
                }
            }
        }
    }

    private void startApplication(String apiKey, int port) throws Exception {
        address = HttpUploadToQueue.address(port);
        application = HttpUploadToQueue.application(port, broker.url());
        HttpUploadToQueue.useEmulator(application, emulator.uri(), apiKey);
        application.addInitialProperty("camel.component.elevenlabs-stt.maxReconnectAttempts", "0");
        application.addInitialProperty("camel.component.elevenlabs-stt.reconnectDelay", "10");
        // Longer than any test lasts.
        application.addInitialProperty("camel.component.elevenlabs-stt.connectTimeout", "3m");
        application.configure().withShutdownTimeout(1);
        application.start();
    }

    @AfterEach
    void stop() {
        application.stop();
        broker.close();
        emulator.stop();
        assertThat(emulator.violations()).isEmpty();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static byte[] wav(String words) {
        return Tones.at(16_000).say(words).wav();
    }

    private HttpRequest.Builder post(byte[] body) {
        return HttpRequest.newBuilder(address).POST(BodyPublishers.ofByteArray(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    @Test
    void an_upload_is_answered_with_its_transcript_and_every_segment_is_in_the_queue() throws Exception {
        HttpResponse<String> answer = send(post(wav("one two | three | four")).header("Content-Type", "audio/wav"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.body()).isEqualTo("one two three four");
        String id = header(answer, "uploadId");
        try (Queue transcripts = new Queue(broker, "transcripts")) {
            List<Message> segments = transcripts.receive(3);
            assertThat(segments).extracting(Queue::text).containsExactly("one two", "three", "four");
            for (int index = 0; index < segments.size(); index++) {
                Message segment = segments.get(index);
                assertThat(segment.getStringProperty("uploadId")).isEqualTo(id);
                assertThat(segment.getStringProperty("JMSXGroupID")).isEqualTo(id);
                assertThat(segment.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
                assertThat(segment.getIntProperty("segmentIndex")).isEqualTo(index);
                assertThat(segment.getStringProperty("_AMQ_DUPL_ID"))
                        .isEqualTo(segment.getStringProperty("sessionId") + "-" + index);
            }
        }
    }

    @Test
    void a_client_that_accepts_json_gets_json() throws Exception {
        HttpResponse<String> answer = send(post(wav("one two")).header("Accept", "application/json"));
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        assertThat(answer.body()).startsWith("{\"text\":\"one two\",");
    }

    @Test
    void letters_beyond_ascii_arrive_unchanged() throws Exception {
        emulator.script().onCommit(1).fault(new Fault.SwallowCommitAnswer()).committed("zwölf Jäger");
        assertThat(send(post(wav("one"))).body()).isEqualTo("zwölf Jäger");
    }

    @Test
    void the_first_bytes_decide_the_format_of_an_upload_without_a_type() throws Exception {
        byte[] mp3 = Files.readAllBytes(MODULE.resolve("../live-stream/src/test/resources/tones.mp3"));
        HttpResponse<String> answer = send(post(mp3).header("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(answer.body()).isEqualTo("one two three");
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void a_client_that_does_not_wait_gets_an_id_and_the_transcript_from_the_queues() throws Exception {
        // Large enough for the broker to keep it in a file of its own.
        byte[] wav = Tones.at(16_000).say("one").pause(ofSeconds(4)).say("two").wav();
        HttpResponse<String> answer = send(post(wav).header("Prefer", "respond-async"));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(header(answer, "Preference-Applied")).isEqualTo("respond-async");
        String id = header(answer, "uploadId");
        assertThat(answer.body()).isEqualTo("{\"uploadId\":\"" + id + "\"}");
        try (Queue transcripts = new Queue(broker, "transcripts");
                Queue results = new Queue(broker, "results")) {
            List<Message> segments = transcripts.receive(2);
            assertThat(segments).extracting(Queue::text).containsExactly("one", "two");
            assertThat(Queue.properties(segments.get(1))).containsExactlyInAnyOrder(SEGMENT_PROPERTIES);
            Message result = results.receive();
            assertThat(Queue.text(result)).isEqualTo("one two");
            assertThat(result.getStringProperty("uploadId")).isEqualTo(id);
            assertThat(Queue.properties(result)).containsExactlyInAnyOrder("uploadId", "JMSXDeliveryCount");
        }
    }

    @Test
    void an_accepted_upload_outlives_the_application_and_the_broker() throws Exception {
        // No consumer takes it out of the queue before the restart.
        application.getCamelContext().getRouteController().stopRoute("kept");
        HttpResponse<String> answer = send(post(wav("one two")).header("Prefer", "respond-async"));
        assertThat(answer.statusCode()).isEqualTo(202);
        application.stop();
        broker.close();
        broker = new Broker(folder, ZERO);
        startApplication(API_KEY);
        try (Queue results = new Queue(broker, "results")) {
            Message result = results.receive();
            assertThat(Queue.text(result)).isEqualTo("one two");
            assertThat(result.getStringProperty("uploadId")).isEqualTo(header(answer, "uploadId"));
        }
    }

    @Test
    void a_kept_upload_whose_session_breaks_is_delivered_again() throws Exception {
        emulator.script().onConnection(1).onceStarted().fault(new Fault.DropConnection());
        send(post(wav("one two")).header("Prefer", "respond-async"));
        try (Queue results = new Queue(broker, "results")) {
            assertThat(Queue.text(results.receive())).isEqualTo("one two");
        }
        assertThat(emulator.sessions()).hasSize(2);
    }

    @Test
    void a_kept_upload_whose_session_breaks_every_time_ends_among_the_dead_letters() throws Exception {
        emulator.script().onEveryConnection().onceStarted().fault(new Fault.DropConnection());
        HttpResponse<String> answer = send(post(wav("one two")).header("Prefer", "respond-async"));
        try (Queue dead = new Queue(broker, "DLQ")) {
            assertThat(dead.receive().getStringProperty("uploadId")).isEqualTo(header(answer, "uploadId"));
        }
        assertThat(emulator.sessions()).hasSize(10);
    }

    @Test
    void a_kept_upload_without_audio_is_among_the_dead_letters_at_once() throws Exception {
        byte[] text = "no sound".getBytes(StandardCharsets.US_ASCII);
        HttpResponse<String> answer = send(post(text).header("Prefer", "respond-async"));
        try (Queue dead = new Queue(broker, "DLQ")) {
            Message letter = dead.receive();
            assertThat(letter.getStringProperty("uploadId")).isEqualTo(header(answer, "uploadId"));
            assertThat(letter.getStringProperty("reason")).contains("invalid_audio");
            assertThat(letter.getBody(byte[].class)).isEqualTo(text);
        }
        assertThat(emulator.sessions()).isEmpty();
    }

    @Test
    void a_final_error_of_the_service_sends_a_kept_upload_to_the_dead_letters_with_its_audio() throws Exception {
        emulator.script().onEveryConnection().onceStarted().fault(ServiceError.QUOTA_EXCEEDED.asSeen());
        byte[] wav = wav("one two");
        send(post(wav).header("Prefer", "respond-async"));
        try (Queue dead = new Queue(broker, "DLQ")) {
            Message letter = dead.receive();
            assertThat(letter.getStringProperty("reason")).contains("quota_exceeded");
            assertThat(letter.getBody(byte[].class)).isEqualTo(wav);
        }
        assertThat(emulator.sessions()).hasSize(1);
    }

    @Test
    void a_kept_upload_without_an_answer_delays_no_other() throws Exception {
        emulator.script().onConnection(1).onceStarted().fault(new Fault.FallSilent());
        send(post(wav("one")).header("Prefer", "respond-async"));
        await().atMost(ofSeconds(60)).until(() -> emulator.sessions().size() == 1);
        for (int upload = 0; upload < 4; upload++) {
            send(post(wav("two")).header("Prefer", "respond-async"));
        }
        try (Queue results = new Queue(broker, "results")) {
            assertThat(results.receive(4)).extracting(Queue::text).containsOnly("two");
        }
    }

    @Test
    void an_upload_that_is_no_audio_is_refused_with_a_reason() throws Exception {
        byte[] text = "La la la, sang the wave".getBytes(StandardCharsets.US_ASCII);
        for (String type : List.of("text/plain", "multipart/form-data; boundary=x", "application/octet-stream")) {
            HttpResponse<String> answer = send(post(text).header("Content-Type", type));
            assertThat(answer.statusCode()).as(type).isEqualTo(415);
            assertThat(answer.body()).startsWith("This cannot be transcribed: ").doesNotContain("\tat ");
        }
        assertThat(send(post(new byte[0])).statusCode()).isEqualTo(415);
        assertThat(emulator.sessions()).isEmpty();
    }

    @Test
    void an_upload_above_the_limit_is_refused() throws Exception {
        HttpResponse<String> answer = send(post(new byte[33 * 1024 * 1024]));
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void an_unavailable_service_gives_503_and_a_time_to_retry() throws Exception {
        emulator.script().onEveryConnection().fault(new Fault.RefuseHandshake(502));
        HttpResponse<String> answer = send(post(wav("one")));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(header(answer, "Retry-After")).isEqualTo("10");
        assertThat(answer.body()).isEqualTo("The transcription service cannot be used now: connect_failed");
    }

    @Test
    void a_refused_key_is_not_revealed_to_clients() throws Exception {
        application.stop();
        startApplication("another-key");
        HttpResponse<String> answer = send(post(wav("one")));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("This server cannot transcribe: auth_error");
        assertThat(emulator.violations()).hasSize(1);
        emulator.reset();
    }

    @Test
    void a_broker_that_is_down_fails_both_kinds_of_uploads_until_it_is_back() throws Exception {
        assertThat(send(post(wav("one"))).statusCode()).isEqualTo(200);
        broker.close();
        for (HttpRequest.Builder upload :
                List.of(post(wav("one")), post(wav("one")).header("Prefer", "respond-async"))) {
            HttpResponse<String> answer = send(upload);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(header(answer, "Retry-After")).isEqualTo("10");
            assertThat(answer.body()).isEqualTo("The queue cannot be reached now");
        }
        broker = new Broker(folder, ZERO);
        assertThat(send(post(wav("one"))).statusCode()).isEqualTo(200);
        assertThat(send(post(wav("two")).header("Prefer", "respond-async")).statusCode())
                .isEqualTo(202);
        try (Queue results = new Queue(broker, "results")) {
            assertThat(Queue.text(results.receive())).isEqualTo("two");
        }
    }

    @Test
    void a_client_controls_only_the_format_of_the_response() throws Exception {
        address = URI.create(address + "?CamelElevenlabsSttAudioFormat=ulaw_8000&JMSPriority=9");
        HttpResponse<String> answer = send(post(wav("one"))
                .header("CamelElevenlabsSttSessionKey", "a call")
                .header("CamelElevenlabsSttOutputFormat", "srt")
                .header("camelelevenlabssttlanguagecode", "de")
                .header("CamelFileName", "one.mp3")
                .header("JMSXGroupID", "a group")
                .header("Authorization", "Bearer secret")
                .header("uploadId", "mine"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("one");
        assertThat(emulator.sessions().get(0).parameter("audio_format")).isEqualTo("pcm_16000");
        assertThat(emulator.sessions().get(0).parameter("language_code")).isNull();
        try (Queue transcripts = new Queue(broker, "transcripts")) {
            Message segment = transcripts.receive();
            assertThat(Queue.properties(segment)).containsExactlyInAnyOrder(SEGMENT_PROPERTIES);
            assertThat(segment.getStringProperty("JMSXGroupID")).isEqualTo(header(answer, "uploadId"));
            assertThat(segment.getJMSPriority()).isEqualTo(Message.DEFAULT_PRIORITY);
        }
    }

    @Test
    void many_uploads_without_an_answer_delay_no_other() throws Exception {
        emulator.script().onEveryConnection().fault(new Fault.NeverStart());
        List<CompletableFuture<HttpResponse<String>>> stuck = Stream.generate(
                        () -> http.sendAsync(post(wav("one")).build(), BodyHandlers.ofString()))
                .limit(50)
                .toList();
        await().atMost(ofSeconds(60)).until(() -> emulator.sessions().size() >= MAX_SESSIONS);
        assertThat(send(post(new byte[0])).statusCode()).isEqualTo(415);
        assertThat(stuck).noneMatch(CompletableFuture::isDone);
        assertThat(emulator.sessions()).hasSize(MAX_SESSIONS);
    }

    @Test
    void the_readme_shows_the_routes_of_this_example() throws Exception {
        String readme = Files.readString(MODULE.resolve("README.md"));
        String shown = readme.substring(readme.indexOf("```java\n") + 8, readme.indexOf("\n```\n"));
        String routes = Files.readString(
                MODULE.resolve("src/main/java/io/github/camelelevenlabs/stt/example/upload/UploadRoutes.java"));
        assertThat(withoutSpace(routes)).contains(withoutSpace(shown));
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
