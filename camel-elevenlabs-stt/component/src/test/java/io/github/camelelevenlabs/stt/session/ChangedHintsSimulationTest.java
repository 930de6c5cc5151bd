package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.session.Simulation.Feed;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Changes at random times within a session, with and without faults: every word arrives once, and the last change is told. {@code
 * -Dsimulation.seeds=n} runs more sequences.
 */
class ChangedHintsSimulationTest {

    private static final int SEEDS = (Integer.getInteger("simulation.seeds", 4) + 3) / 4;
    private static final Duration LENGTH = ofMinutes(5);
    private static final int CHANGES = 20;

    static Stream<Arguments> kindsAndSeeds() {
        return IntStream.range(0, SEEDS)
                .boxed()
                .flatMap(seed -> Arrays.stream(Feed.values())
                        .flatMap(feed -> Arrays.stream(CommitStrategy.values())
                                .map(strategy -> Arguments.of(feed, strategy, seed))));
    }

    private final AtomicReference<List<String>> newest = new AtomicReference<>(List.of());

    private Simulation simulation(int seed, Feed feed, CommitStrategy strategy, Duration maxAge) {
        Simulation simulation = new Simulation(seed, LENGTH)
                .maxSessionDuration(maxAge)
                .feed(feed)
                .strategy(strategy)
                .attempts(-1)
                .replayLimit(ofMinutes(30))
                .begin();
        // A file is sent four times as fast.
        Duration mean = feed == Feed.FILE ? ofMillis(1_500) : ofSeconds(7);
        return simulation.every(mean, CHANGES, () -> newest.set(simulation.change()));
    }

    private void everyWordArrivesAndTheLastChangeIsTold(Simulation simulation) {
        Comparison comparison = simulation.run();
        assertThat(simulation.end.failure()).isEmpty();
        assertThat(comparison.problems()).isEmpty();
        assertThat(comparison.worstTime()).isLessThanOrEqualTo(100);
        assertThat(simulation.service.violations()).isEmpty();
        assertThat(simulation.end.audioDuration()).isEqualTo(LENGTH);
        RecordedSession last = simulation.service.sessions().stream()
                .filter(session -> !session.audioDuration().isZero())
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(last.parameters()).containsEntry("keyterms", newest.get());
        simulation.time.advance(Duration.ofHours(1));
        assertThat(simulation.time.timers()).isZero();
    }

    @ParameterizedTest
    @MethodSource("kindsAndSeeds")
    void changes_alone_send_nothing_again(Feed feed, CommitStrategy strategy, int seed) {
        Simulation simulation = simulation(seed, feed, strategy, Duration.ZERO);
        everyWordArrivesAndTheLastChangeIsTold(simulation);
        assertThat(simulation.end.reconnects()).isZero();
        assertThat(simulation.end.audioReplayed()).isZero();
        assertThat(simulation.network.opened()).isBetween(3, 20);
    }

    @ParameterizedTest
    @MethodSource("kindsAndSeeds")
    void changes_survive_faults(Feed feed, CommitStrategy strategy, int seed) {
        Simulation simulation = simulation(1_000 + seed, feed, strategy, Duration.ZERO);
        simulation.every(
                ofSeconds(feed == Feed.FILE ? 3 : 7),
                20,
                () -> simulation.anyTrouble().happenTo(simulation.network));
        everyWordArrivesAndTheLastChangeIsTold(simulation);
    }

    @ParameterizedTest
    @MethodSource("kindsAndSeeds")
    void changes_and_a_maximum_age_go_together(Feed feed, CommitStrategy strategy, int seed) {
        Simulation simulation = simulation(2_000 + seed, feed, strategy, ofSeconds(20));
        everyWordArrivesAndTheLastChangeIsTold(simulation);
    }
}
