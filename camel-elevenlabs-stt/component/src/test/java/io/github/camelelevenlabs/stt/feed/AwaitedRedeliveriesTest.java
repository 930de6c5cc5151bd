package io.github.camelelevenlabs.stt.feed;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AwaitedRedeliveriesTest {

    private static final StreamKey CALL = new StreamKey("calls", "17");

    private final ManualTime time = new ManualTime();
    private final AwaitedRedeliveries redeliveries = new AwaitedRedeliveries();

    private boolean isRefused(long position) {
        return redeliveries.refusal(CALL, OptionalLong.of(position)).isPresent();
    }

    private void taken(long position) {
        redeliveries.taken(CALL, OptionalLong.of(position));
    }

    @Test
    void a_message_is_let_in_when_the_session_has_the_one_before_it_and_no_sooner() {
        redeliveries.await(CALL, List.of(0L, 200L), time, ofSeconds(30));
        assertThat(isRefused(200)).isTrue();
        assertThat(isRefused(0)).isFalse();
        assertThat(isRefused(200)).as("the one before is on its way").isTrue();
        taken(0);
        assertThat(isRefused(200)).isFalse();
        assertThat(isRefused(400)).as("behind all that had failed").isTrue();
        taken(200);
        assertThat(isRefused(600)).as("behind one that was refused").isTrue();
        assertThat(isRefused(400)).isFalse();
        taken(400);
        assertThat(isRefused(600)).isFalse();
        taken(600);
        assertThat(redeliveries.areAwaited(CALL)).isFalse();
        time.settle();
        assertThat(time.timers()).isZero();
    }

    @Test
    void a_message_that_fails_again_on_its_way_to_the_session_is_awaited_again() {
        redeliveries.await(CALL, List.of(0L, 200L), time, ofSeconds(30));
        assertThat(isRefused(0)).isFalse();
        redeliveries.await(CALL, List.of(0L), time, ofSeconds(30));
        taken(0);
        assertThat(isRefused(200)).isTrue();
        assertThat(isRefused(0)).isFalse();
        taken(0);
        assertThat(isRefused(200)).isFalse();
    }
}
