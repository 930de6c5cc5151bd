package io.github.camelelevenlabs.stt.emulator;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that are visible only on a socket. */
class WireFaultsTest {

    private static SttEmulator emulator(Consumer<Behaviour.Builder> changes) {
        return SttEmulator.builder()
                .behaviour(Behaviour.prompt().with(changes))
                .apiKey("key")
                .start();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429})
    void a_wrong_key_can_be_refused_at_the_handshake(int status) {
        try (SttEmulator emulator = emulator(b -> b.unauthorised(new Fault.RefuseHandshake(status)))) {
            assertThatThrownBy(() -> RealtimeClient.connect(emulator, "", "wrong"))
                    .hasStackTraceContaining(String.valueOf(status));
            try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
                assertThat(client.types()).containsExactly("session_started");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4_096})
    void messages_can_come_in_fragments_that_split_characters(int bytes) {
        try (SttEmulator emulator = emulator(b -> b.quirks(Quirks.of(q -> q.fragmentBytes(bytes))))) {
            emulator.script().onConnection(1).onceStarted().partial("Grüße, 你好");
            try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
                assertThat(client.next("partial_transcript").get("text").asText())
                        .isEqualTo("Grüße, 你好");
            }
        }
    }

    @Test
    void a_service_that_stops_reading_receives_everything_later() {
        try (SttEmulator emulator = emulator(b -> {})) {
            emulator.script().onConnection(1).afterMessages(1).fault(new Fault.StopReading(ofMillis(500)));
            try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
                client.keepalive().audio(Tones.pcm(16_000, "one two"), 640).commit();
                client.ping("late");
                assertThat(emulator.sessions().get(0).samples()).isZero();
                assertThat(client.nextCommitted()).isEqualTo("one two");
            }
        }
    }

    @Test
    void a_slow_reader_stays_slow_whatever_was_sent_before() {
        try (SttEmulator emulator = emulator(b -> b.readRate(10))) {
            try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
                long start = System.nanoTime();
                client.audio(new byte[160_000], 3_200).commit();
                client.nextCommitted();
                assertThat(ofMillis((System.nanoTime() - start) / 1_000_000)).isGreaterThan(ofMillis(450));
            }
        }
    }

    @Test
    void the_service_pings_and_notes_the_answers() {
        try (SttEmulator emulator = emulator(b -> b.pingInterval(ofMillis(20)));
                RealtimeClient client = RealtimeClient.start(emulator, "")) {
            await().until(() -> emulator.sessions().get(0).pongs() >= 2);
            assertThat(client.isClosed()).isFalse();
        }
    }

    @Test
    void http_responses_contain_the_number_of_sessions() throws Exception {
        try (SttEmulator emulator = emulator(b -> b.maxConcurrentSessions(3));
                RealtimeClient client = RealtimeClient.start(emulator, "")) {
            URI address = URI.create(
                    emulator.uri().toString().replace("ws:", "http:") + "/v1/single-use-token/realtime_scribe");
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(address)
                                    .header("xi-api-key", "key")
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.headers().firstValue("current-concurrent-requests"))
                    .contains("1");
            assertThat(response.headers().firstValue("maximum-concurrent-requests"))
                    .contains("3");
            assertThat(client.isClosed()).isFalse();
        }
    }

    @Test
    void a_closed_session_flushes_before_the_close_is_answered() {
        Quirks flushing = Quirks.of(q -> q.closeFlush(ofMillis(50)));
        try (SttEmulator emulator = emulator(b -> b.quirks(flushing));
                RealtimeClient client = RealtimeClient.start(emulator, "commit_strategy=vad")) {
            client.audio(Tones.pcm(16_000, "one two"));
            await().atMost(ofSeconds(10)).until(() -> emulator.sessions().get(0).samples() > 0);
            assertThat(client.finish().code()).isEqualTo(1000);
            assertThat(client.texts("committed_transcript")).containsExactly("one two");
        }
    }
}
