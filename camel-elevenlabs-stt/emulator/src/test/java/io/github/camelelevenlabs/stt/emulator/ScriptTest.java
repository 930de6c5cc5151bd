package io.github.camelelevenlabs.stt.emulator;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Behaviour.TwinOrder;
import io.github.camelelevenlabs.stt.emulator.Fault.CloseWith;
import io.github.camelelevenlabs.stt.emulator.Fault.DropConnection;
import io.github.camelelevenlabs.stt.emulator.Fault.FallSilent;
import io.github.camelelevenlabs.stt.emulator.Fault.HangUp;
import io.github.camelelevenlabs.stt.emulator.Fault.NeverStart;
import io.github.camelelevenlabs.stt.emulator.Fault.RefuseHandshake;
import io.github.camelelevenlabs.stt.emulator.Fault.SendError;
import io.github.camelelevenlabs.stt.emulator.Fault.Stall;
import io.github.camelelevenlabs.stt.emulator.Fault.SwallowCommitAnswer;
import io.github.camelelevenlabs.stt.emulator.RecordedSession.Ending;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {
    private static final byte[] ONE_SECOND = new byte[32_000];

    @RegisterExtension
    static final SttEmulatorExtension service = new SttEmulatorExtension();

    private static RealtimeClient start() {
        return RealtimeClient.start(service.emulator(), "");
    }

    private static RealtimeClient connect() {
        return RealtimeClient.connect(service.emulator(), "");
    }

    private static void awaitCommitted(RealtimeClient client, String words) {
        client.audio(Tones.pcm(16_000, words)).commit();
        assertThat(client.nextCommitted()).isEqualTo(words);
    }

    @Test
    void closes_between_an_answer_and_its_twin() {
        service.script().onConnection(1).onAnswer(1).fault(new CloseWith(1011, ""));
        try (RealtimeClient client = RealtimeClient.start(service.emulator(), "include_timestamps=true")) {
            client.audio(Tones.pcm(16_000, "one two")).commit();
            assertThat(client.nextCommitted()).isEqualTo("one two");
            assertThat(client.awaitClosed().code()).isEqualTo(1011);
        }
    }

    @Test
    void drops_the_first_connection_after_two_seconds_of_audio_and_only_that() {
        service.script().onConnection(1).afterAudio(ofSeconds(2)).fault(new DropConnection());
        try (RealtimeClient first = start()) {
            first.audio(ONE_SECOND);
            awaitCommitted(first, "one two");
            first.audio(ONE_SECOND);
            assertThat(first.awaitClosed().code()).isEqualTo(-1);
        }
        try (RealtimeClient second = start()) {
            second.audio(ONE_SECOND).audio(ONE_SECOND).audio(ONE_SECOND);
            awaitCommitted(second, "three four");
        }
        assertThat(service.sessions()).extracting(RecordedSession::ending).startsWith(Ending.CUT_BY_SERVICE);
        assertThat(service.sessions().get(0).violations()).isEmpty();
    }

    @Test
    void hangs_up_without_a_close_frame() {
        service.script().onConnection(1).afterAudio(ofSeconds(1)).fault(new HangUp());
        try (RealtimeClient client = start()) {
            client.audio(ONE_SECOND);
            assertThat(client.awaitClosed().code()).isEqualTo(1006);
        }
    }

    @Test
    void closes_with_any_code() {
        service.script().onConnection(1).onceStarted().fault(new CloseWith(1012, "restart"));
        try (RealtimeClient client = start()) {
            assertThat(client.awaitClosed()).isEqualTo(new RealtimeClient.Closed(1012, "restart"));
        }
    }

    @Test
    void sends_an_error_and_closes() {
        service.script()
                .onConnection(1)
                .onceStarted()
                .fault(new SendError("quota_exceeded", "You have exceeded your quota.").andClose(1000));
        try (RealtimeClient client = start()) {
            assertThat(client.next("quota_exceeded").get("error").asText()).isEqualTo("You have exceeded your quota.");
            assertThat(client.awaitClosed()).isEqualTo(new RealtimeClient.Closed(1000, "quota_exceeded"));
        }
        assertThat(service.sessions().get(0).error()).contains("quota_exceeded");
    }

    @Test
    void sends_an_error_and_goes_on() {
        service.script().onConnection(1).onCommit(1).fault(new SendError("transcriber_error", "hiccup"));
        try (RealtimeClient client = start()) {
            awaitCommitted(client, "one two");
            assertThat(client.types()).contains("transcriber_error");
        }
    }

    @ParameterizedTest
    @CsvSource({"401", "403", "429", "503"})
    void refuses_a_handshake(int status) {
        service.script().onConnection(1).fault(new RefuseHandshake(status));
        assertThatThrownBy(ScriptTest::connect).hasStackTraceContaining(String.valueOf(status));
        try (RealtimeClient second = start()) {
            awaitCommitted(second, "one two");
        }
    }

    @Test
    void never_starts_a_session() {
        service.script().onConnection(1).fault(new NeverStart());
        try (RealtimeClient first = connect();
                RealtimeClient second = start()) {
            awaitCommitted(second, "one two");
            assertThat(first.types()).isEmpty();
            assertThat(first.isClosed()).isFalse();
        }
    }

    @Test
    void stalls_and_then_sends_everything() {
        service.script().onConnection(1).onCommit(1).fault(new Stall(ofMillis(300)));
        try (RealtimeClient client = start()) {
            client.audio(Tones.pcm(16_000, "one two")).commit();
            client.ping("a");
            await().until(() -> client.pongs().contains("a"));
            assertThat(client.all("committed_transcript")).isEmpty();
            assertThat(client.nextCommitted()).isEqualTo("one two");
        }
    }

    @Test
    void a_stall_from_the_beginning_delays_the_start_of_the_session() {
        service.script().onConnection(1).fault(new Stall(ofMillis(300))).partial("early");
        try (RealtimeClient client = connect()) {
            client.ping("a");
            await().until(() -> client.pongs().contains("a"));
            assertThat(client.types()).isEmpty();
            client.next("partial_transcript");
            assertThat(client.types()).containsExactly("session_started", "partial_transcript");
        }
    }

    @Test
    void falls_silent_but_answers_pings() {
        service.script().onConnection(1).onCommit(2).fault(new FallSilent());
        try (RealtimeClient client = start()) {
            awaitCommitted(client, "one two");
            client.audio(Tones.pcm(16_000, "three four")).commit().ping("a");
            await().until(() -> client.pongs().contains("a"));
            assertThat(client.finish().code()).isEqualTo(1000);
            assertThat(client.texts("committed_transcript")).containsExactly("one two");
        }
    }

    @Test
    void drops_one_answer() {
        service.script().onConnection(1).onCommit(1).fault(new SwallowCommitAnswer());
        try (RealtimeClient client = start()) {
            client.audio(Tones.pcm(16_000, "one two")).commit();
            awaitCommitted(client, "three four");
            assertThat(client.texts("committed_transcript")).containsExactly("three four");
        }
    }

    @Test
    void changes_the_text_of_an_answer() {
        service.script()
                .onConnection(1)
                .onCommit(1)
                .fault(new SwallowCommitAnswer())
                .committed("un deux");
        try (RealtimeClient client = RealtimeClient.start(service.emulator(), "include_timestamps=true")) {
            client.audio(Tones.pcm(16_000, "one two")).commit();
            assertThat(client.nextCommitted()).isEqualTo("un deux");
            assertThat(client.next("committed_transcript_with_timestamps")
                            .get("text")
                            .asText())
                    .isEqualTo("un deux");
        }
    }

    @Test
    void sends_partials_and_any_text() {
        service.script()
                .onEveryConnection()
                .onceStarted()
                .partial("maybe")
                .send("{\"message_type\":\"committed_transcript_entities\",\"text\":\"Anna\",\"entities\":[]}");
        for (int i = 0; i < 2; i++) {
            try (RealtimeClient client = start()) {
                client.next("committed_transcript_entities");
                assertThat(client.texts("partial_transcript")).containsExactly("maybe");
            }
        }
    }

    @Test
    void a_fault_without_a_connection_happens_once_on_the_first_that_reaches_it() {
        service.script()
                .afterAudio(ofSeconds(1))
                .fault(new HangUp())
                .onConnection(3)
                .fault(new NeverStart());
        try (RealtimeClient first = start();
                RealtimeClient second = start();
                RealtimeClient third = connect()) {
            second.audio(ONE_SECOND);
            second.awaitClosed();
            first.audio(ONE_SECOND);
            awaitCommitted(first, "one two");
            assertThat(third.types()).isEmpty();
        }
    }

    @Test
    void refuses_faults_that_cannot_happen_at_their_moment() {
        assertThatThrownBy(() -> service.script().onCommit(1).fault(new NeverStart()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only happen when a connection opens");
        assertThatThrownBy(() -> service.script().onConnection(1).fault(new SwallowCommitAnswer()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only happen on a commit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PLAIN_FIRST | committed_transcript, committed_transcript_with_timestamps",
                "TIMED_FIRST | committed_transcript_with_timestamps, committed_transcript",
                "TIMED_MISSING | committed_transcript",
                "PLAIN_MISSING | committed_transcript_with_timestamps"
            })
    void sends_transcript_and_twin_in_the_configured_order(TwinOrder order, String types) {
        try (SttEmulator emulator = SttEmulator.builder()
                        .behaviour(
                                Behaviour.prompt().with(b -> b.twinOrder(order).echoDelay(null)))
                        .start();
                RealtimeClient client = RealtimeClient.start(emulator, "include_timestamps=true")) {
            for (int i = 0; i < 2; i++) {
                client.audio(Tones.pcm(16_000, "one two")).commit();
                client.next(types.split(", ")[types.split(", ").length - 1]);
            }
            String twice = "session_started, " + types + ", " + types;
            assertThat(client.types()).isEqualTo(List.of(twice.split(", ")));
        }
    }
}
