package io.github.camelelevenlabs.stt.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionEnd;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import io.github.camelelevenlabs.stt.session.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObservationsTest {

    private static final SessionFailure REFUSED = SessionFailure.of(ErrorCode.AUTH_ERROR, "no such key");
    private static final SessionFailure LOST = SessionFailure.of(ErrorCode.CONNECTION_LOST, "reset");

    private long now = 1_000;
    private final Observations service = new Observations(new UsageTotals(), () -> now);

    private static SessionSnapshot session(SessionState state) {
        Duration noAudio = Duration.ZERO;
        Optional<Duration> noLatency = Optional.empty();
        int segments = 0;
        int reconnects = 1;
        return new SessionSnapshot(
                "id",
                state,
                Instant.EPOCH,
                noAudio,
                noAudio,
                noAudio,
                noAudio,
                segments,
                reconnects,
                Optional.of(LOST),
                noLatency,
                noLatency);
    }

    @Test
    void nothing_speaks_against_a_service_that_nobody_has_tried() {
        assertThat(service.trouble(List.of())).isEmpty();
        assertThat(service.lastFailure()).isEmpty();
    }

    @Test
    void a_session_that_waits_to_reach_it_again_speaks_against_it_until_it_has() {
        service.reconnecting(LOST);
        assertThat(service.trouble(List.of(session(SessionState.BACKING_OFF)))).contains(LOST);
        assertThat(service.trouble(List.of(session(SessionState.STREAMING)))).isEmpty();
        assertThat(service.lastFailure()).contains(LOST);
    }

    @Test
    void a_refused_session_speaks_against_it_until_another_is_started() {
        service.ended(SessionEnd.nothing(Optional.of(REFUSED)));
        assertThat(service.trouble(List.of())).contains(REFUSED);
        service.started();
        assertThat(service.trouble(List.of())).isEmpty();
        assertThat(service.lastFailure()).contains(REFUSED);
    }

    @Test
    void a_refused_session_speaks_against_it_for_a_minute_when_no_other_is_tried() {
        service.ended(SessionEnd.nothing(Optional.of(REFUSED)));
        now += Observations.REMEMBERED.toNanos() - 1;
        assertThat(service.trouble(List.of())).contains(REFUSED);
        now++;
        assertThat(service.trouble(List.of())).isEmpty();
    }

    @Test
    void broken_audio_and_a_stop_say_nothing_of_the_service() {
        for (ErrorCode code : List.of(ErrorCode.INVALID_AUDIO, ErrorCode.AUDIO_SOURCE_FAILED, ErrorCode.STOPPED)) {
            service.ended(SessionEnd.nothing(Optional.of(SessionFailure.of(code, "not the service's fault"))));
        }
        assertThat(service.trouble(List.of())).isEmpty();
    }
}
