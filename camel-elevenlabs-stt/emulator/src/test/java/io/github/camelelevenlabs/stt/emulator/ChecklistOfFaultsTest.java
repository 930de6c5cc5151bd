package io.github.camelelevenlabs.stt.emulator;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelelevenlabs.stt.emulator.Fault.DropConnection;
import io.github.camelelevenlabs.stt.emulator.Fault.EmptyAnswer;
import io.github.camelelevenlabs.stt.emulator.Fault.FallSilent;
import io.github.camelelevenlabs.stt.emulator.Fault.HangUp;
import io.github.camelelevenlabs.stt.emulator.Fault.NeverStart;
import io.github.camelelevenlabs.stt.emulator.Fault.RepeatAnswer;
import io.github.camelelevenlabs.stt.emulator.Fault.RepeatText;
import io.github.camelelevenlabs.stt.emulator.Fault.StopReading;
import io.github.camelelevenlabs.stt.emulator.RecordedSession.Ending;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults that can be scripted, one test for each. Faults that need a socket are in WireFaultsTest. */
class ChecklistOfFaultsTest {
    private final ServiceOnDesk service = ServiceOnDesk.asMeasured();

    private ClientOnDesk suffering(Fault fault) {
        service.script().onConnection(1).afterAudio(ofSeconds(1)).fault(fault);
        return service.start("").silence(ofSeconds(1)).after(ofSeconds(1));
    }

    @ParameterizedTest
    @EnumSource(ServiceError.class)
    void every_error_is_followed_by_its_close(ServiceError error) {
        ClientOnDesk client = suffering(error.asSeen());
        assertThat(client.types()).containsExactly("session_started", error.type());
        String reason = error == ServiceError.AUTH_ERROR ? "" : " " + error.type();
        assertThat(client.end()).matches(error == ServiceError.INPUT_ERROR ? "open" : "1\\d\\d\\d" + reason);
    }

    @ParameterizedTest
    @EnumSource(ServiceError.class)
    void every_error_can_leave_the_connection_open(ServiceError error) {
        ClientOnDesk client = suffering(error.withoutClose());
        assertThat(client.types()).containsExactly("session_started", error.type());
        assertThat(client.end()).isEqualTo("open");
    }

    @ParameterizedTest
    @EnumSource(ServiceError.class)
    void every_error_can_be_a_close_without_a_message(ServiceError error) {
        ClientOnDesk client = suffering(error.withoutMessage());
        assertThat(client.types()).containsExactly("session_started");
        assertThat(client.end()).matches("1\\d\\d\\d " + error.type());
    }

    @Test
    void quota_exceeded_can_come_right_after_the_start() {
        service.script().onEveryConnection().onceStarted().fault(ServiceError.QUOTA_EXCEEDED.asSeen());
        assertThat(service.start("").log())
                .containsExactly("200 session_started", "200 quota_exceeded You have exceeded your quota.");
    }

    @Test
    void a_session_can_have_a_time_limit() {
        ClientOnDesk client = ServiceOnDesk.with(Behaviour.service().with(b -> b.sessionTimeLimit(ofSeconds(10))))
                .start("");
        assertThat(client.afterMillis(9_999).end()).isEqualTo("open");
        assertThat(client.afterMillis(1).end()).isEqualTo("1000 session_time_limit_exceeded");
        assertThat(client.types()).containsExactly("session_started", "session_time_limit_exceeded");
    }

    @Test
    void buffered_audio_above_a_limit_overflows_the_queue() {
        ServiceOnDesk limited = ServiceOnDesk.with(Behaviour.service().with(b -> b.queueLimitAudio(ofSeconds(5))));
        ClientOnDesk client = limited.start("").after(ofSeconds(10));
        client.silence(ofSeconds(5));
        assertThat(client.end()).isEqualTo("open");
        client.silence(ofMillis(100));
        assertThat(client.end()).isEqualTo("1008 queue_overflow");
        assertThat(limited.violations()).isEmpty();
    }

    @Test
    void a_service_with_a_processing_rate_answers_a_burst_later() {
        ServiceOnDesk slow = ServiceOnDesk.with(Behaviour.service().with(b -> b.processingRate(2)));
        ClientOnDesk client = slow.start("").silence(ofSeconds(10)).commit().after(ofSeconds(10));
        assertThat(client.log()).endsWith("5400 committed_transcript");
    }

    @Test
    void a_service_can_read_at_a_limited_rate() {
        ServiceOnDesk slow = ServiceOnDesk.with(Behaviour.service().with(b -> b.readRate(2)));
        ClientOnDesk client = slow.start("").chunk(new byte[32_000], false);
        assertThat(client.reading()).containsExactly(false);
        assertThat(client.afterMillis(499).reading()).containsExactly(false);
        assertThat(client.afterMillis(1).reading()).containsExactly(false, true);
    }

    @Test
    void a_service_can_stop_reading_for_a_while() {
        ClientOnDesk client = suffering(new StopReading(ofSeconds(3)));
        assertThat(client.reading()).containsExactly(false);
        assertThat(client.after(ofSeconds(2)).reading()).containsExactly(false, true);
    }

    @Test
    void a_connection_can_be_reset() {
        assertThat(suffering(new DropConnection()).end()).isEqualTo("reset");
        assertThat(service.start("").record().ending()).isEqualTo(Ending.OPEN);
    }

    @Test
    void a_connection_can_end_without_a_close_handshake() {
        assertThat(suffering(new HangUp()).end()).isEqualTo("hung up");
    }

    @Test
    void a_session_can_fail_to_start() {
        service.script().onConnection(1).fault(new NeverStart());
        ClientOnDesk client = service.start("").after(Duration.ofMinutes(1));
        assertThat(client.types()).isEmpty();
        assertThat(client.end()).isEqualTo("open");
    }

    @Test
    void a_mute_stall_can_be_scripted() {
        ClientOnDesk client = suffering(new FallSilent());
        client.silence(ofSeconds(1)).commit().after(ofSeconds(10));
        assertThat(client.types()).containsExactly("session_started");
        assertThat(client.end()).isEqualTo("open");
    }

    @ParameterizedTest
    @ValueSource(ints = {34_500, 35_000, 36_400})
    void a_commit_of_35_s_or_more_in_mid_speech_causes_a_mute_stall(int milliseconds) {
        byte[] speech = Tones.at(16_000)
                .pace(ofMillis(900), ofMillis(100))
                .say("one ".repeat(37))
                .pcm();
        ClientOnDesk client = service.start("");
        client.audio(Arrays.copyOf(speech, milliseconds * 32)).commit().after(ofSeconds(10));
        assertThat(client.types().contains("committed_transcript")).isEqualTo(milliseconds < 35_000);
        assertThat(client.end()).isEqualTo("open");
    }

    @Test
    void no_mute_stall_happens_in_silence_or_when_switched_off() {
        assertThat(service.start("")
                        .silence(ofSeconds(35))
                        .commit()
                        .after(ofSeconds(1))
                        .types())
                .contains("committed_transcript");
        byte[] speech = Tones.at(16_000)
                .pace(ofMillis(900), ofMillis(100))
                .say("one ".repeat(35))
                .pcm();
        ServiceOnDesk healthy = ServiceOnDesk.with(Behaviour.service().with(b -> b.muteStall(false)));
        assertThat(healthy.start("").audio(speech).commit().after(ofSeconds(1)).types())
                .contains("committed_transcript");
    }

    @Test
    void one_answer_of_back_to_back_commits_can_be_dropped() {
        ServiceOnDesk lossy = ServiceOnDesk.with(Quirks.of(q -> q.overlappingCommitsLost(true)));
        ClientOnDesk client = lossy.start("");
        client.say("one two").commit().say("three four").commit().after(ofSeconds(1));
        client.say("five six").commit().after(ofSeconds(1));
        assertThat(client.texts("committed_transcript")).containsExactly("one two", "five six");
        assertThat(lossy.violations()).containsExactly("commits-overlap");
    }

    @Test
    void text_can_be_doubled_or_tripled() {
        service.script()
                .onConnection(1)
                .onCommit(1)
                .fault(new RepeatText(3))
                .onConnection(1)
                .onCommit(2)
                .fault(new RepeatAnswer(2));
        ClientOnDesk client = service.start("");
        client.say("one two")
                .commit()
                .after(ofSeconds(1))
                .say("three four")
                .commit()
                .after(ofSeconds(1));
        assertThat(client.texts("committed_transcript"))
                .containsExactly("one two one two one two", "three four", "three four");
    }

    @Test
    void an_answer_can_be_empty_after_a_good_partial() {
        service.script().onConnection(1).onCommit(1).fault(new EmptyAnswer());
        ClientOnDesk client =
                service.start("").say("one").silence(ofSeconds(2)).commit().after(ofSeconds(1));
        assertThat(client.log())
                .containsExactly("200 session_started", "200 partial_transcript one", "400 committed_transcript");
    }

    @Test
    void a_fault_can_be_scheduled_by_the_number_of_messages() {
        service.script().afterMessages(3).fault(new HangUp());
        ClientOnDesk client = service.start("").keepalive().keepalive();
        assertThat(client.end()).isEqualTo("open");
        assertThat(client.binary(1).keepalive().end()).isEqualTo("hung up");
    }

    @Test
    void a_fault_can_be_scheduled_by_time_and_for_the_next_connection() {
        service.script()
                .onConnection(1)
                .afterTime(ofSeconds(3))
                .fault(new HangUp())
                .onReconnect()
                .afterTime(ofSeconds(1))
                .partial("hello");
        ClientOnDesk first = service.start("").afterMillis(2_999);
        assertThat(first.end()).isEqualTo("open");
        assertThat(first.afterMillis(1).end()).isEqualTo("hung up");
        assertThat(service.start("").after(ofSeconds(5)).log())
                .containsExactly("200 session_started", "1200 partial_transcript hello");
    }

    @Test
    void a_fault_on_reconnect_needs_an_earlier_connection() {
        assertThatThrownBy(() -> service.script().onEveryConnection().onReconnect())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("onReconnect() needs a connection before it: onConnection(1)...");
    }

    @Test
    void the_service_can_send_pings() {
        ClientOnDesk client = ServiceOnDesk.with(Behaviour.service().with(b -> b.pingInterval(ofSeconds(5))))
                .start("");
        assertThat(client.after(ofSeconds(12)).pings()).isEqualTo(2);
        assertThat(client.after(ofSeconds(60)).pings()).isEqualTo(2);
    }
}
