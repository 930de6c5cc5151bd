package io.github.camelelevenlabs.stt.transport;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import io.github.camelelevenlabs.stt.protocol.ProtocolCodec;
import io.github.camelelevenlabs.stt.transport.Transport.Link;
import java.util.List;
import org.junit.jupiter.api.Test;

class AhcTransportIT extends AhcTestBase {

    private static InputAudioChunk chunk(byte[] audio) {
        return new InputAudioChunk(Slice.of(audio), ProtocolCodec.envelope(false, 16_000, null));
    }

    @Test
    void connects_talks_and_closes() throws Exception {
        Link link = open(PLAIN, withKey(emulator.uri()));
        assertThat(received.next()).contains("session_started");
        byte[] audio = {1, 2, 3, 4};
        link.send(chunk(audio));
        await().untilAsserted(() -> assertThat(session().audio()).isEqualTo(audio));
        assertThat(session().parameters().get("keyterms")).containsExactly("R&D a+b");
        link.close(1000, "");
        assertThat(received.next()).isEqualTo("closed 1000 ");
        assertThat(session().ending()).isEqualTo(RecordedSession.Ending.CLOSED_BY_CLIENT);
    }

    @Test
    void an_abort_closes_the_socket_at_once() throws Exception {
        Link link = open(PLAIN, withKey(emulator.uri()));
        link.abort();
        await().untilAsserted(() -> assertThat(session().ending()).isEqualTo(RecordedSession.Ending.LOST));
    }

    @Test
    void a_close_frame_reaches_a_service_whose_messages_were_not_read() throws Exception {
        try (RawWebSocketServer server = new RawWebSocketServer()) {
            Link link = open(PLAIN, withKey(server.uri()));
            link.pause();
            server.send(new byte[] {(byte) 0x81, 2, '{', '}'});
            link.close(1000, "");
            link.abort();
            await().until(() -> transport.connections() == 0);
            assertThat(server.frame()).startsWith(0x88);
        }
    }

    @Test
    void sending_after_the_end_is_no_second_loss() throws Exception {
        Link link = open(PLAIN, withKey(emulator.uri()));
        assertThat(received.next()).contains("session_started");
        link.abort();
        assertThat(received.next()).isEqualTo("lost");
        link.send(chunk(new byte[3_200]));
        link.ping();
        link.close(1000, "");
        endTransport();
        loops.close();
        assertThat(link.isWritable()).isFalse();
        assertThat(received.events).isEmpty();
    }

    @Test
    void the_services_close_frame_is_reported() throws Exception {
        emulator.script().onConnection(1).onceStarted().fault(new Fault.CloseWith(1012, "restart"));
        open(PLAIN, withKey(emulator.uri()));
        assertThat(received.next()).contains("session_started");
        assertThat(received.next()).isEqualTo("closed 1012 restart");
    }

    @Test
    void a_reset_is_a_loss_and_reported_once() throws Exception {
        emulator.script().onConnection(1).onceStarted().fault(new Fault.DropConnection());
        open(PLAIN, withKey(emulator.uri()));
        assertThat(received.next()).contains("session_started");
        assertThat(received.next()).isEqualTo("lost");
        // Closing the client closes all channels and reports it for each.
        endTransport();
        loops.close();
        assertThat(received.events).isEmpty();
    }

    @Test
    void an_end_without_a_close_frame_is_a_loss() throws Exception {
        emulator.script().onConnection(1).onceStarted().fault(new Fault.HangUp());
        open(PLAIN, withKey(emulator.uri()));
        assertThat(received.next()).contains("session_started");
        assertThat(received.next()).isEqualTo("lost");
    }

    @Test
    void a_close_frame_without_a_code_is_1005() throws Exception {
        try (RawWebSocketServer server = new RawWebSocketServer((byte) 0x88, (byte) 0)) {
            open(PLAIN, withKey(server.uri()));
            assertThat(received.next()).isEqualTo("closed 1005 ");
        }
    }

    @Test
    void a_ping_is_answered_with_its_payload() throws Exception {
        try (RawWebSocketServer server = new RawWebSocketServer((byte) 0x89, (byte) 2, (byte) 'h', (byte) 'i')) {
            open(PLAIN, withKey(server.uri()));
            assertThat(server.frame()).containsExactly(0x8A, 'h', 'i');
        }
    }

    @Test
    void a_message_in_pieces_is_one_message() throws Exception {
        try (RawWebSocketServer server = new RawWebSocketServer(
                (byte) 0x01, (byte) 1, (byte) '{', (byte) 0x00, (byte) 1, (byte) ' ', (byte) 0x80, (byte) 1, (byte)
                        '}')) {
            open(PLAIN, withKey(server.uri()));
            assertThat(received.next()).isEqualTo("text { }");
        }
    }

    @Test
    void bytes_that_are_no_frame_are_a_loss_and_reported_once() throws Exception {
        try (RawWebSocketServer server = new RawWebSocketServer()) {
            open(PLAIN, withKey(server.uri()));
            server.send((byte) 0x83, (byte) 0);
            assertThat(received.next()).isEqualTo("lost");
            endTransport();
            loops.close();
            assertThat(received.events).isEmpty();
        }
    }

    @Test
    void a_client_that_is_closed_ends_its_connections() throws Exception {
        open(PLAIN, withKey(emulator.uri()));
        endTransport();
        await().atMost(ofSeconds(5))
                .pollInterval(ofMillis(20))
                .untilAsserted(
                        () -> assertThat(List.of(RecordedSession.Ending.LOST, RecordedSession.Ending.CLOSED_BY_CLIENT))
                                .contains(session().ending()));
    }
}
