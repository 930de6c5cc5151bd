package io.github.camelelevenlabs.stt.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelelevenlabs.stt.emulator.Fault.CloseWith;
import io.github.camelelevenlabs.stt.emulator.Fault.DropConnection;
import io.github.camelelevenlabs.stt.emulator.Fault.RefuseHandshake;
import io.github.camelelevenlabs.stt.emulator.RecordedSession.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingTest {
    private static final String KEY = "a-key-that-is-secret";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("session.jsonl");
    }

    private SttEmulator recording() {
        return SttEmulator.builder().behaviour(Behaviour.prompt()).record(file).start();
    }

    private SttEmulator replaying(double speed) {
        return SttEmulator.builder().replay(file).speed(speed).start();
    }

    /** The lines of the file without the values that differ between runs. */
    private List<String> lines() throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceFirst("\"at\":\\d+", "\"at\":0")
                        .replaceFirst("\"session_id\":\"\\w+\",\"config\":.*}}}$", "\"session_id\":\"…\"}}"))
                .toList();
    }

    @Test
    void contains_the_messages_of_both_sides_without_audio() throws IOException {
        try (SttEmulator emulator = recording();
                RealtimeClient client = RealtimeClient.start(emulator, "language_code=en")) {
            client.chunk(Tones.pcm(16_000, "one two"), true);
            client.next("partial_transcript");
            client.send("{\"message_type\":\"flush\"}").next("input_error");
            client.send("flush!").next("input_error");
            client.binary(new byte[3]).next("input_error");
            client.ping("?");
            client.finish();
        }
        assertThat(lines().stream().map(line -> line.replace('"', '\'')))
                .containsExactly(
                        "{'at':0,'connection':1,'from':'client','open':{'language_code':['en']}}",
                        "{'at':0,'connection':1,'from':'service','message':{'message_type':'session_started',"
                                + "'session_id':'…'}}",
                        "{'at':0,'connection':1,'from':'client','message':{'message_type':'input_audio_chunk',"
                                + "'audio_base_64':'12800 bytes','commit':true}}",
                        "{'at':0,'connection':1,'from':'service','message':{'message_type':'committed_transcript',"
                                + "'text':'one two'}}",
                        "{'at':0,'connection':1,'from':'service','message':{'message_type':'partial_transcript',"
                                + "'text':'one two'}}",
                        "{'at':0,'connection':1,'from':'client','message':{'message_type':'flush'}}",
                        "{'at':0,'connection':1,'from':'service','message':{'message_type':'input_error',"
                                + "'error':'Unexpected message type: flush'}}",
                        "{'at':0,'connection':1,'from':'client','text':'flush!'}",
                        "{'at':0,'connection':1,'from':'service','message':{'message_type':'input_error',"
                                + "'error':'Message must be a valid protocol message'}}",
                        "{'at':0,'connection':1,'from':'client','binary':3}",
                        "{'at':0,'connection':1,'from':'service','message':{'message_type':'input_error',"
                                + "'error':'Message must be a valid protocol message'}}",
                        "{'at':0,'connection':1,'from':'client','ping':true}",
                        "{'at':0,'connection':1,'from':'client','close':{'code':1000,'reason':'bye'}}");
    }

    @Test
    void contains_no_credential_wherever_a_client_puts_it() throws IOException {
        try (SttEmulator emulator = recording();
                RealtimeClient client =
                        RealtimeClient.connect(emulator, "token=" + KEY + "&keyterms=" + KEY, "another-secret-key")) {
            client.next("session_started");
            client.send("{\"message_type\":\"" + KEY + "\"}").next("input_error");
            client.send("{\"xi_api_key\":\"never-seen-before\",\"deep\":[\"another-secret-key\"]}")
                    .next("input_error");
            client.send("plain " + KEY).next("input_error");
        }
        assertThat(Files.readString(file))
                .contains("***")
                .doesNotContain(KEY, "another-secret-key", "never-seen-before");
    }

    @Test
    void is_replayed_whatever_the_client_sends() throws IOException {
        try (SttEmulator emulator = recording()) {
            emulator.script().onConnection(1).onCommit(2).fault(new CloseWith(1011, "broken"));
            try (RealtimeClient client = RealtimeClient.start(emulator, "include_timestamps=true")) {
                client.chunk(Tones.pcm(16_000, "one two"), true);
                client.next("committed_transcript_with_timestamps");
                client.chunk(Tones.pcm(16_000, "three four"), true);
                client.awaitClosed();
            }
        }
        try (SttEmulator emulator = replaying(1);
                RealtimeClient client = RealtimeClient.connect(emulator, "")) {
            client.chunk(Tones.pcm(16_000, "nine"), true);
            assertThat(client.awaitClosed()).isEqualTo(new RealtimeClient.Closed(1011, "broken"));
            assertThat(client.texts("committed_transcript")).containsExactly("one two");
            assertThat(client.next("committed_transcript_with_timestamps").get("words"))
                    .hasSize(3);
            RecordedSession session = emulator.sessions().get(0);
            assertThat(session.sessionId())
                    .isEqualTo(client.all("session_started")
                            .get(0)
                            .get("session_id")
                            .asText());
            assertThat(session.audioDuration())
                    .isEqualTo(Tones.at(16_000).say("nine").duration());
            assertThat(session.ending()).isEqualTo(Ending.CLOSED_BY_SERVICE);
        }
    }

    @Test
    void connections_are_replayed_in_order_and_then_from_the_first_again() throws IOException {
        try (SttEmulator emulator = recording()) {
            emulator.script().onConnection(1).fault(new RefuseHandshake(429));
            emulator.script().onConnection(2).onceStarted().fault(new DropConnection());
            assertThatThrownBy(() -> RealtimeClient.connect(emulator, ""));
            try (RealtimeClient client = RealtimeClient.connect(emulator, "")) {
                client.awaitClosed();
            }
        }
        assertThat(lines().get(1)).isEqualTo("{\"at\":0,\"connection\":1,\"from\":\"service\",\"refusal\":429}");
        assertThat(lines().get(lines().size() - 1))
                .isEqualTo("{\"at\":0,\"connection\":2,\"from\":\"service\",\"end\":\"reset\"}");
        try (SttEmulator emulator = replaying(1)) {
            assertThatThrownBy(() -> RealtimeClient.connect(emulator, ""));
            try (RealtimeClient client = RealtimeClient.connect(emulator, "")) {
                assertThat(client.awaitClosed().code()).isEqualTo(-1);
            }
            assertThatThrownBy(() -> RealtimeClient.connect(emulator, ""));
            assertThat(emulator.sessions().stream().map(RecordedSession::ending))
                    .containsExactly(Ending.HANDSHAKE_REFUSED, Ending.CUT_BY_SERVICE, Ending.HANDSHAKE_REFUSED);
        }
    }

    @Test
    void an_hour_is_replayed_at_the_configured_speed() throws IOException {
        Files.writeString(
                file,
                "{\"at\":3600000,\"connection\":7,\"from\":\"service\",\"message\":{\"message_type\":\"late\"}}\n");
        try (SttEmulator emulator = replaying(36_000);
                RealtimeClient client = RealtimeClient.connect(emulator, "")) {
            client.next("late");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | is not JSON",
                "{} | needs a number as 'at', has null",
                "{\"at\":1,\"connection\":1,\"from\":\"me\"} | needs one of [client, service] as 'from', has \"me\"",
                "{\"at\":1,\"connection\":1,\"from\":\"client\"} | has none of open, refusal, message, text, binary",
                "{\"at\":1,\"connection\":1,\"from\":\"client\",\"end\":1} | needs one of [hang-up, reset] as 'end', has 1"
            })
    void a_line_that_cannot_be_replayed_is_named(String line, String problem) throws IOException {
        Files.writeString(file, "{\"at\":1,\"connection\":1,\"from\":\"client\",\"ping\":true}\n\n" + line + "\n");
        assertThatThrownBy(() -> SttEmulator.builder().replay(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Line 3 of the recording " + file + " " + problem);
    }

    @Test
    void a_recording_needs_a_connection_and_a_file_that_can_be_written() throws IOException {
        Files.writeString(file, "\n");
        assertThatThrownBy(() -> SttEmulator.builder().replay(file))
                .hasMessage("The recording " + file + " holds no connection");
        assertThatThrownBy(() -> SttEmulator.builder().record(folder).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot record to " + folder);
    }
}
