package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LivenessTest {

    private static final Duration INTERVAL = ofSeconds(4);

    private final ManualTime time = new ManualTime();
    private final List<SessionFailure> failures = new ArrayList<>();
    private final Liveness liveness = new Liveness(INTERVAL, time, failures::add);
    private int pings;

    @BeforeEach
    void start() {
        liveness.start(() -> pings++);
    }

    private List<ErrorCode> failureCodes() {
        return failures.stream().map(SessionFailure::code).toList();
    }

    /** The peer answers every ping and sends no message. */
    private void pongFor(int intervals) {
        for (int i = 0; i < intervals; i++) {
            liveness.ponged();
            time.advance(INTERVAL);
        }
    }

    @Test
    void a_peer_that_answers_no_ping_within_the_interval_is_lost() {
        time.advance(INTERVAL.minusNanos(1));
        assertThat(failureCodes()).isEmpty();
        time.advance(ofSeconds(1));
        assertThat(failureCodes()).containsExactly(ErrorCode.CONNECTION_LOST);
        assertThat(pings).isEqualTo(1);
    }

    @Test
    void a_peer_that_answers_pings_while_no_speech_is_sent_is_alive() {
        pongFor(10);
        assertThat(failureCodes()).isEmpty();
        assertThat(pings).isEqualTo(11);
    }

    @Test
    void a_service_that_does_not_answer_ten_seconds_of_speech_has_stalled() {
        liveness.sent(Liveness.MUTE.toNanos());
        pongFor(2);
        assertThat(failureCodes()).isEmpty();
        pongFor(1);
        assertThat(failureCodes()).containsExactly(ErrorCode.STALLED);
    }

    @Test
    void less_speech_than_that_may_stay_unanswered() {
        liveness.sent(Liveness.MUTE.minusMillis(1).toNanos());
        pongFor(10);
        assertThat(failureCodes()).isEmpty();
    }

    @Test
    void a_message_answers_all_speech_before_it() {
        liveness.sent(Liveness.MUTE.toNanos());
        pongFor(2);
        liveness.received();
        assertThat(liveness.silence()).isZero();
        pongFor(4);
        assertThat(failureCodes()).isEmpty();
    }

    @Test
    void a_stopped_watch_reports_nothing() {
        liveness.stop();
        time.advance(ofSeconds(60));
        assertThat(failureCodes()).isEmpty();
        assertThat(time.timers()).isZero();
    }
}
