package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.emulator.Violation;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.session.Simulation.Feed;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A long live stream with a fault every few minutes. {@code -Dsimulation.hours=24} simulates a day. */
@Tag("full")
class LongRunTest {

    private static final Duration LENGTH = ofHours(Integer.getInteger("simulation.hours", 2));
    private static final Duration BETWEEN_TROUBLES = ofMinutes(4);
    private static final long MAX_GROWTH = 4L * 1024 * 1024;

    private final List<Violation> violations = new ArrayList<>();
    private long heapAfterAnHour;
    private long maxGrowth;
    private int hours;

    @ParameterizedTest
    @EnumSource
    void hours_of_a_live_stream_lose_no_word_and_leave_memory_constant(CommitStrategy strategy) {
        Simulation simulation = new Simulation(strategy.ordinal(), LENGTH, PcmFormat.PCM_8000)
                .feed(Feed.LIVE)
                .strategy(strategy)
                .chunk(ofMillis(500))
                .replayLimit(ofMinutes(5))
                .begin();
        int troubles = (int) LENGTH.dividedBy(BETWEEN_TROUBLES);
        simulation.every(
                BETWEEN_TROUBLES, troubles, () -> simulation.anyTrouble().happenTo(simulation.network));
        Comparison comparison = simulation.run(LENGTH.plusHours(1), () -> eachStep(simulation));
        assertThat(simulation.end.failure()).isEmpty();
        assertThat(simulation.end.givenUp()).isZero();
        assertThat(comparison.problems()).isEmpty();
        assertThat(comparison.worstTime()).isLessThanOrEqualTo(100);
        assertThat(simulation.end.audioDuration()).isEqualTo(LENGTH);
        assertThat(simulation.end.reconnects()).isGreaterThan(troubles / 2);
        assertThat(violations).isEmpty();
        assertThat(maxGrowth).isLessThan(MAX_GROWTH);
    }

    private void eachStep(Simulation simulation) {
        if (Duration.ofNanos(simulation.time.nanoTime()).toHours() > hours) {
            hours++;
            violations.addAll(simulation.service.violations());
            simulation.service.reset();
            long heap = usedHeap();
            heapAfterAnHour = hours == 1 ? heap : heapAfterAnHour;
            maxGrowth = Math.max(maxGrowth, heap - heapAfterAnHour);
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
