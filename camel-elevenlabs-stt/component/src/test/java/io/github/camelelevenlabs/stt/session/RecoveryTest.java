package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private final ManualTime time = new ManualTime();
    private final TestSettings settings =
            new TestSettings().strategy(CommitStrategy.MANUAL).attempts(5);

    private Recovery recovery = recovery();

    private Recovery recovery() {
        return new Recovery(settings.build().continuity(), time);
    }

    private Optional<Duration> next(ErrorCode code) {
        return recovery.next(SessionFailure.of(code, "a test"));
    }

    @Test
    void waits_grow_until_there_is_progress() {
        assertThat(next(ErrorCode.CONNECTION_LOST)).contains(ofSeconds(1));
        assertThat(next(ErrorCode.CONNECTION_LOST)).contains(ofSeconds(2));
        recovery.progressed();
        assertThat(next(ErrorCode.CONNECTION_LOST)).contains(ofSeconds(1));
        assertThat(recovery.failures()).isOne();
    }

    @Test
    void failures_of_any_kind_count_together() {
        next(ErrorCode.CONNECTION_LOST);
        assertThat(next(ErrorCode.SESSION_TIME_LIMIT_EXCEEDED)).contains(ofSeconds(2));
        assertThat(recovery.failures()).isEqualTo(2);
    }

    @Test
    void an_answer_that_does_not_come_is_waited_for_on_one_more_connection_only() {
        assertThat(next(ErrorCode.TRANSCRIPT_TIMEOUT)).isPresent();
        assertThat(next(ErrorCode.TRANSCRIPT_TIMEOUT)).isEmpty();
    }

    @Test
    void after_progress_or_another_failure_it_is_waited_for_anew() {
        next(ErrorCode.TRANSCRIPT_TIMEOUT);
        recovery.progressed();
        assertThat(next(ErrorCode.TRANSCRIPT_TIMEOUT)).isPresent();
        next(ErrorCode.CONNECTION_LOST);
        assertThat(next(ErrorCode.TRANSCRIPT_TIMEOUT)).isPresent();
    }

    @Test
    void a_refused_credential_is_refused_again() {
        assertThat(next(ErrorCode.AUTH_ERROR)).isEmpty();
    }

    @Test
    void unless_each_connection_gets_a_fresh_one_which_is_tried_once() {
        settings.freshCredentials();
        recovery = recovery();
        assertThat(next(ErrorCode.AUTH_ERROR)).isPresent();
        assertThat(next(ErrorCode.AUTH_ERROR)).isEmpty();
    }

    // A connection that lasts

    private ConnectionFixture connected() {
        ConnectionFixture fixture =
                new ConnectionFixture(time, settings.build(), new ScriptedSource().speech(ofSeconds(1)));
        next(ErrorCode.CONNECTION_LOST);
        recovery.watch(fixture.connection);
        return fixture;
    }

    @Test
    void a_connection_that_lasts_is_progress() {
        connected();
        time.advance(Recovery.STABLE.minusNanos(1));
        assertThat(recovery.failures()).isOne();
        time.advance(Duration.ofNanos(1));
        assertThat(recovery.failures()).isZero();
    }

    @Test
    void not_while_it_owes_an_answer() {
        ConnectionFixture fixture = connected();
        fixture.sendAndCommit();
        time.advance(Recovery.STABLE);
        assertThat(recovery.failures()).isOne();
        fixture.service.committed("One.");
        time.advance(Recovery.STABLE);
        assertThat(recovery.failures()).isZero();
    }

    @Test
    void and_not_when_it_is_gone_by_then() {
        connected();
        recovery.cancel();
        time.advance(Recovery.STABLE);
        assertThat(recovery.failures()).isOne();
    }
}
