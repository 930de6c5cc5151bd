package io.github.camelelevenlabs.stt.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import io.github.camelelevenlabs.stt.session.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The health of a name, as derived from its sessions. */
class ObservedNameTest {

    private static final SessionFailure REFUSED = SessionFailure.of(ErrorCode.AUTH_ERROR, "no such key");
    private static final SessionFailure LOST = SessionFailure.of(ErrorCode.CONNECTION_LOST, "reset");

    private long now = 1_000;
    private final ObservedName name = new ObservedName("calls", new UsageTotals(), () -> now);

    private record RunningSession(List<SessionSnapshot> snapshots) implements Conversation {
        RunningSession(SessionState state) {
            this(List.of(snapshot(state)));
        }

        @Override
        public void start() {}

        @Override
        public void delivered() {}

        @Override
        public void abort(SessionFailure failure) {}

        @Override
        public Duration position() {
            return Duration.ZERO;
        }
    }

    private static SessionSnapshot snapshot(SessionState state) {
        return new SessionSnapshot(
                "id",
                state,
                Instant.EPOCH,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty(),
                0,
                1,
                Optional.of(LOST),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void no_trouble_is_reported_before_the_first_session() {
        assertThat(name.trouble()).isEmpty();
        assertThat(name.lastFailure()).isEmpty();
    }

    @Test
    void a_session_that_backs_off_is_trouble_until_it_streams_again() {
        RunningSession backingOff = new RunningSession(SessionState.BACKING_OFF);
        name.opened(backingOff);
        name.reconnecting(LOST);
        assertThat(name.trouble()).contains(LOST);
        assertThat(name.backingOff()).isEqualTo(1);
        name.closed(backingOff);
        name.opened(new RunningSession(SessionState.STREAMING));
        assertThat(name.trouble()).isEmpty();
        assertThat(name.backingOff()).isZero();
        assertThat(name.lastFailure()).contains(LOST);
    }

    @Test
    void counts_the_sessions_that_run() {
        RunningSession session = new RunningSession(SessionState.STREAMING);
        name.opened(session);
        assertThat(name.running()).isEqualTo(1);
        assertThat(name.snapshots()).isEqualTo(session.snapshots());
        name.closed(session);
        assertThat(name.running()).isZero();
    }

    @Test
    void a_refused_session_is_trouble_until_the_service_starts_another() {
        name.failed(REFUSED);
        assertThat(name.trouble()).contains(REFUSED);
        name.started();
        assertThat(name.trouble()).isEmpty();
        assertThat(name.lastFailure()).contains(REFUSED);
    }

    @Test
    void a_refused_session_is_trouble_for_a_minute_when_no_other_is_opened() {
        name.failed(REFUSED);
        now += ObservedName.REMEMBERED.toNanos() - 1;
        assertThat(name.trouble()).contains(REFUSED);
        now++;
        assertThat(name.trouble()).isEmpty();
    }

    @Test
    void broken_audio_and_a_stop_are_no_trouble_of_the_service() {
        for (ErrorCode code : List.of(ErrorCode.INVALID_AUDIO, ErrorCode.AUDIO_SOURCE_FAILED, ErrorCode.STOPPED)) {
            name.failed(SessionFailure.of(code, "not the service's fault"));
        }
        assertThat(name.trouble()).isEmpty();
    }
}
