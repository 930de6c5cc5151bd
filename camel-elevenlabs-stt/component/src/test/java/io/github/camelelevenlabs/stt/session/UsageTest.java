package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionObserver.Sending;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsageTest {

    private static final PcmFormat FORMAT = PcmFormat.PCM_16000;

    private final ManualTime time = new ManualTime();
    private final RecordingListener observer = new RecordingListener();
    private final AudioIntake intake = new AudioIntake(
            "session-1", new ScriptedSource(), new TestSettings().build(), time, () -> false, opened -> {}, () -> {});
    private final Usage usage = new Usage(observer);

    /** Sends audio of the source from one time to another. */
    private void send(Duration from, Duration to) {
        ReplayBuffer buffer = new ReplayBuffer(FORMAT, 0);
        buffer.append(silence(from), false);
        buffer.append(silence(to.minus(from)), false);
        buffer.take();
        usage.sent(buffer.take(), FORMAT);
    }

    private static ByteBuffer silence(Duration length) {
        return ByteBuffer.allocate((int) FORMAT.samples(length) * 2);
    }

    private static SourceClock clock(Duration audio, Duration padding) {
        SourceClock clock = new SourceClock(FORMAT);
        clock.audioSent(0, (int) FORMAT.samples(audio));
        clock.paddingSent((int) FORMAT.samples(padding));
        return clock;
    }

    private void open() {
        intake.open();
        time.settle();
    }

    private SessionEnd end() {
        return usage.end(Optional.empty(), intake);
    }

    private SessionSnapshot snapshot() {
        return usage.snapshot("session-1", SessionState.STREAMING, Instant.EPOCH, 0, intake, null)
                .get();
    }

    @Test
    void audio_that_was_sent_before_is_sent_again() {
        send(ZERO, ofSeconds(2));
        send(ofMillis(500), ofMillis(1_500));
        assertThat(observer.sent()).isEqualTo(Map.of(Sending.FIRST, ofSeconds(2), Sending.AGAIN, ofSeconds(1)));
    }

    @Test
    void of_a_chunk_that_reaches_beyond_it_only_a_part_is() {
        send(ZERO, ofSeconds(2));
        send(ofMillis(1_500), ofMillis(2_500));
        assertThat(observer.sent()).isEqualTo(Map.of(Sending.FIRST, ofMillis(2_500), Sending.AGAIN, ofMillis(500)));
        open();
        assertThat(end().audioDuration()).isEqualTo(ofMillis(2_500));
        assertThat(end().audioReplayed()).isEqualTo(ofMillis(500));
    }

    @Test
    void behind_audio_that_was_given_up_all_is_new() {
        send(ZERO, ofSeconds(1));
        send(ofSeconds(5), ofSeconds(6));
        assertThat(observer.sent()).isEqualTo(Map.of(Sending.FIRST, ofSeconds(2)));
    }

    @Test
    void padding_counts_when_its_connection_has_ended() {
        open();
        usage.replaced(clock(ofSeconds(2), ofMillis(350)));
        assertThat(observer.sent()).isEqualTo(Map.of(Sending.PADDING, ofMillis(350)));
        assertThat(end().audioSent()).isEqualTo(ofMillis(2_350));
    }

    @Test
    void a_lost_connection_is_a_reconnect_and_a_planned_change_is_none() {
        open();
        usage.replaced(clock(ofSeconds(2), ZERO));
        assertThat(end().reconnects()).isZero();
        usage.reconnecting(clock(ofSeconds(2), ZERO));
        assertThat(end().reconnects()).isOne();
        assertThat(end().audioSent()).isEqualTo(ofSeconds(4));
    }

    @Test
    void the_latency_of_commits_is_the_last_one_and_the_mean() {
        assertThat(snapshot().lastCommitLatency()).isEmpty();
        assertThat(snapshot().meanCommitLatency()).isEmpty();
        usage.answered(ofMillis(300));
        usage.answered(ofMillis(100));
        assertThat(snapshot().lastCommitLatency()).contains(ofMillis(100));
        assertThat(snapshot().meanCommitLatency()).contains(ofMillis(200));
    }

    @Test
    void the_last_failure_is_known() {
        usage.failed(SessionFailure.of(ErrorCode.CONNECTION_LOST, "reset"));
        assertThat(snapshot().lastFailure().orElseThrow().code()).isEqualTo(ErrorCode.CONNECTION_LOST);
    }

    @Test
    void a_source_that_was_never_open_has_no_usage() {
        assertThat(end()).isEqualTo(SessionEnd.nothing(Optional.empty()));
        assertThat(snapshot().audioSent()).isZero();
    }
}
