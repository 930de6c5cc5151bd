package io.github.camelelevenlabs.stt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.Timeout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopTimerTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final LoopTimer timer = new LoopTimer(channel.eventLoop());
    private final List<Timeout> run = new ArrayList<>();

    @BeforeEach
    void stopTime() {
        channel.freezeTime();
    }

    private void advance(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void a_task_runs_once_its_delay_is_over_and_gets_its_timeout() {
        Timeout timeout = timer.newTimeout(run::add, 2, TimeUnit.SECONDS);
        advance(1_999);
        assertThat(run).isEmpty();
        assertThat(timeout.isExpired()).isFalse();
        advance(1);
        assertThat(run).containsExactly(timeout);
        assertThat(timeout.isExpired()).isTrue();
        assertThat(timeout.cancel()).isFalse();
        assertThat(timeout.isCancelled()).isFalse();
    }

    @Test
    void a_task_that_is_cancelled_does_not_run() {
        Timeout timeout = timer.newTimeout(run::add, 2, TimeUnit.SECONDS);
        assertThat(timeout.cancel()).isTrue();
        advance(2_000);
        assertThat(run).isEmpty();
        assertThat(timeout.isCancelled()).isTrue();
        assertThat(timeout.isExpired()).isFalse();
    }

    @Test
    void a_task_that_fails_leaves_the_others_alone() {
        timer.newTimeout(
                broken -> {
                    throw new IOException("no use");
                },
                1,
                TimeUnit.SECONDS);
        timer.newTimeout(run::add, 1, TimeUnit.SECONDS);
        advance(1_000);
        assertThat(run).hasSize(1);
    }

    @Test
    void a_timer_that_the_client_stops_still_serves_the_other_timeouts() {
        timer.newTimeout(run::add, 1, TimeUnit.SECONDS);
        assertThat(timer.stop()).isEmpty();
        advance(1_000);
        assertThat(run).hasSize(1);
    }
}
