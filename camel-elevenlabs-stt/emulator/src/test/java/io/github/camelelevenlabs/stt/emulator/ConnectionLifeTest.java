package io.github.camelelevenlabs.stt.emulator;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.RecordedSession.Ending;
import io.github.camelelevenlabs.stt.emulator.RecordedSession.Message;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ConnectionLifeTest {

    private static SttEmulator emulator(double speed, Consumer<Behaviour.Builder> changes) {
        return SttEmulator.builder()
                .behaviour(Behaviour.prompt().with(changes))
                .speed(speed)
                .start();
    }

    private static SttEmulator emulator() {
        return emulator(1, b -> {});
    }

    @Test
    void the_clients_close_is_answered() {
        try (SttEmulator emulator = emulator();
                RealtimeClient client = RealtimeClient.start(emulator, "")) {
            assertThat(client.finish().code()).isEqualTo(1000);
            RecordedSession session = emulator.sessions().get(0);
            assertThat(session.ending()).isEqualTo(Ending.CLOSED_BY_CLIENT);
            assertThat(session.isOpen()).isFalse();
            assertThat(session.closeCode()).hasValue(1000);
            assertThat(session.closeReason()).isEqualTo("bye");
            assertThat(emulator.violations()).isEmpty();
        }
    }

    @Test
    void a_client_that_closes_during_the_service_close_counts_as_closed() {
        try (SttEmulator emulator = emulator(1, b -> b.throttleToClose(ofSeconds(20)));
                RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.commit();
            client.next("commit_throttled");
            client.finish();
            assertThat(emulator.sessions().get(0).ending()).isEqualTo(Ending.CLOSED_BY_CLIENT);
        }
    }

    @Test
    void a_silent_client_is_disconnected_without_a_message_after_15_seconds() {
        try (SttEmulator emulator = emulator(50, b -> {});
                RealtimeClient client = RealtimeClient.start(emulator, "")) {
            assertThat(client.awaitClosed()).isEqualTo(new RealtimeClient.Closed(1000, ""));
            assertThat(client.types()).containsExactly("session_started");
            assertThat(emulator.violations()).containsExactly(new Violation(1, "idle", "no message for 15000 ms"));
            assertThat(emulator.sessions().get(0).ending()).isEqualTo(Ending.CLOSED_BY_SERVICE);
        }
    }

    @Test
    void empty_messages_keep_a_connection_open_and_add_no_audio() {
        try (SttEmulator emulator = emulator(1, b -> b.idleTimeout(ofMillis(400)));
                RealtimeClient client = RealtimeClient.start(emulator, "")) {
            await().pollInterval(ofMillis(50)).until(() -> {
                client.keepalive();
                return emulator.sessions().get(0).keepalives() >= 16;
            });
            assertThat(client.isClosed()).isFalse();
            assertThat(emulator.sessions().get(0).samples()).isZero();
        }
    }

    @Test
    void pings_are_answered_but_do_not_keep_a_connection_open() {
        try (SttEmulator emulator = emulator(1, b -> b.idleTimeout(ofMillis(400)));
                RealtimeClient client = RealtimeClient.start(emulator, "")) {
            await().pollInterval(ofMillis(50)).until(() -> {
                if (!client.isClosed()) {
                    client.ping("a");
                }
                return client.pongs().size() >= 3;
            });
            assertThat(client.awaitClosed().code()).isEqualTo(1000);
            assertThat(emulator.sessions().get(0).pings()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void a_session_can_have_a_time_limit() {
        try (SttEmulator emulator = emulator(1, b -> b.sessionTimeLimit(ofMillis(50)));
                RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.next("session_time_limit_exceeded");
            assertThat(client.awaitClosed()).isEqualTo(new RealtimeClient.Closed(1000, "session_time_limit_exceeded"));
        }
    }

    @Test
    void audio_far_ahead_of_real_time_can_overflow_the_queue() {
        try (SttEmulator emulator = emulator(1, b -> b.queueLimitAudio(ofSeconds(5)));
                RealtimeClient client = RealtimeClient.start(emulator, "")) {
            // The exact amount: further audio would meet a connection that is being closed.
            client.audio(new byte[6 * 32_000], 32_000);
            client.next("queue_overflow");
            assertThat(client.awaitClosed().reason()).isEqualTo("queue_overflow");
        }
    }

    @Test
    void a_session_above_the_limit_is_refused_with_an_error() {
        try (SttEmulator emulator = emulator(1, b -> b.maxConcurrentSessions(1));
                RealtimeClient first = RealtimeClient.start(emulator, "");
                RealtimeClient second = RealtimeClient.connect(emulator, "")) {
            second.next("rate_limited");
            assertThat(second.awaitClosed().reason()).isEqualTo("rate_limited");
            first.finish();
            try (RealtimeClient third = RealtimeClient.connect(emulator, "")) {
                third.next("session_started");
            }
        }
    }

    @Test
    void a_session_above_the_limit_can_be_refused_at_the_handshake() {
        try (SttEmulator emulator =
                        emulator(1, b -> b.maxConcurrentSessions(1).overLimit(new Fault.RefuseHandshake(429)));
                RealtimeClient first = RealtimeClient.start(emulator, "")) {
            assertThatThrownBy(() -> RealtimeClient.connect(emulator, "")).hasStackTraceContaining("429");
            assertThat(emulator.sessions().get(1).ending()).isEqualTo(Ending.HANDSHAKE_REFUSED);
            assertThat(first.isClosed()).isFalse();
        }
    }

    @Test
    void stopping_ends_all_connections_and_frees_the_port() {
        SttEmulator emulator = emulator();
        RealtimeClient client = RealtimeClient.start(emulator, "");
        emulator.stop();
        emulator.stop();
        client.awaitClosed();
        assertThat(emulator.violations()).isEmpty();
        assertThat(emulator.sessions().get(0).ending()).isEqualTo(Ending.CUT_BY_SERVICE);
        try (SttEmulator again = SttEmulator.builder()
                        .port(emulator.port())
                        .behaviour(Behaviour.prompt())
                        .start();
                RealtimeClient next = RealtimeClient.start(again, "")) {
            assertThat(next.isClosed()).isFalse();
        }
    }

    @Test
    void a_port_in_use_is_named() {
        try (SttEmulator emulator = emulator()) {
            assertThatThrownBy(() -> SttEmulator.builder().port(emulator.port()).start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Cannot listen on port " + emulator.port()
                            + " of the loopback; end what listens there, or choose another port");
        }
    }

    @Test
    void a_reset_forgets_sessions_and_numbers_them_from_one() {
        try (SttEmulator emulator = emulator();
                RealtimeClient before = RealtimeClient.start(emulator, "unknown=1")) {
            emulator.script().onConnection(1).fault(new Fault.HangUp());
            emulator.reset();
            assertThat(emulator.sessions()).isEmpty();
            assertThat(emulator.violations()).isEmpty();
            try (RealtimeClient after = RealtimeClient.start(emulator, "")) {
                before.binary(new byte[1]);
                before.next("input_error");
                assertThat(emulator.sessions())
                        .extracting(RecordedSession::connection)
                        .containsExactly(1);
                assertThat(emulator.violations()).isEmpty();
                assertThat(after.isClosed()).isFalse();
            }
        }
    }

    @Test
    void records_what_a_client_sends_in_order() {
        try (SttEmulator emulator = emulator();
                RealtimeClient client = RealtimeClient.start(emulator, "")) {
            byte[] audio = Tones.pcm(16_000, "one two");
            client.keepalive().audio(audio).ping("p").send("nonsense").commit();
            client.nextCommitted();
            RecordedSession session = emulator.sessions().get(0);
            assertThat(session.audio()).isEqualTo(audio);
            assertThat(session.samples()).isEqualTo(audio.length / 2);
            assertThat(session.keepalives()).isEqualTo(1);
            assertThat(session.messages())
                    .extracting(Message::getClass)
                    .containsExactly(
                            Message.Chunk.class,
                            Message.Chunk.class,
                            Message.Ping.class,
                            Message.Other.class,
                            Message.Chunk.class);
            assertThat(session.messages()).extracting(Message::arrival).isSorted();
            assertThat(session.commits())
                    .containsExactly(new RecordedSession.Commit(ofMillis(400), RecordedSession.Commit.By.CLIENT));
            assertThat(session.toString()).isEqualTo("connection 1: PT0.4S of audio, 1 commits, OPEN");
        }
    }

    @Test
    void audio_need_not_be_kept() {
        try (SttEmulator emulator = SttEmulator.builder()
                        .behaviour(Behaviour.prompt())
                        .keepAudio(false)
                        .start();
                RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.audio(Tones.pcm(16_000, "one two")).commit();
            client.nextCommitted();
            assertThat(emulator.sessions().get(0).audio()).isEmpty();
            assertThat(emulator.sessions().get(0).audioDuration()).isEqualTo(ofMillis(400));
        }
    }

    @Test
    void the_emulator_has_the_delays_of_the_service_by_default() {
        // Before the connection: the delay begins with the upgrade, whenever this thread learns of it.
        long start = System.nanoTime();
        try (SttEmulator emulator = SttEmulator.start();
                RealtimeClient client = RealtimeClient.connect(emulator, "")) {
            client.next("session_started");
            client.audio(Tones.pcm(16_000, "one two")).commit();
            client.nextCommitted();
            assertThat(ofMillis((System.nanoTime() - start) / 1_000_000)).isBetween(ofMillis(350), ofSeconds(5));
        }
    }
}
