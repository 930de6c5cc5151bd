package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.session.Simulation.Feed;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever fault a session meets, every word arrives once, in order and with its time. The simulated service is
 * deterministic, so a failed run fails again with its seed. {@code -Dsimulation.seeds=n} runs more of them.
 */
class SimulationTest {

    private static final int SEEDS = Integer.getInteger("simulation.seeds", 4);
    private static final Duration LENGTH = ofMinutes(5);

    /** 1.2 times real time: the 32 kB of samples in each second are larger in base64. */
    private static final double BARELY_ENOUGH = 1.2 * 43_000;

    static Stream<Arguments> kinds() {
        return Arrays.stream(Feed.values())
                .flatMap(feed -> Arrays.stream(CommitStrategy.values()).map(strategy -> Arguments.of(feed, strategy)));
    }

    static Stream<Arguments> kindsAndSeeds() {
        return IntStream.range(0, SEEDS)
                .boxed()
                .flatMap(seed -> kinds().map(kind -> Arguments.of(kind.get()[0], kind.get()[1], seed)));
    }

    private static Simulation simulation(int seed, Feed feed, CommitStrategy strategy) {
        return new Simulation(seed, LENGTH)
                .feed(feed)
                .strategy(strategy)
                .attempts(-1)
                .replayLimit(ofMinutes(30));
    }

    private static void everyWordArrives(Simulation simulation) {
        Comparison comparison = simulation.run();
        assertThat(simulation.end.failure()).isEmpty();
        assertThat(comparison.problems()).isEmpty();
        assertThat(comparison.words()).isGreaterThan(200);
        assertThat(comparison.worstTime()).isLessThanOrEqualTo(100);
        assertThat(simulation.service.violations()).isEmpty();
        assertThat(simulation.end.audioDuration()).isEqualTo(LENGTH);
        simulation.time.advance(Duration.ofHours(1));
        assertThat(simulation.time.timers()).isZero();
    }

    @ParameterizedTest
    @MethodSource("kindsAndSeeds")
    void survives_forty_faults_at_random_times(Feed feed, CommitStrategy strategy, int seed) {
        Simulation simulation = simulation(seed, feed, strategy).begin();
        simulation.every(meanOf(feed), 40, () -> simulation.anyTrouble().happenTo(simulation.network));
        everyWordArrives(simulation);
    }

    @ParameterizedTest
    @MethodSource("kindsAndSeeds")
    void survives_faults_in_pairs(Feed feed, CommitStrategy strategy, int seed) {
        Simulation simulation = simulation(1_000 + seed, feed, strategy).begin();
        simulation.every(meanOf(feed).multipliedBy(3), 15, () -> {
            simulation.anyTrouble().happenTo(simulation.network);
            // The second fault falls into a backoff, a connection attempt, the session start or a replay.
            simulation.later(
                    ofMillis(simulation.random.nextInt(3_000)),
                    () -> simulation.anyTrouble().happenTo(simulation.network));
        });
        everyWordArrives(simulation);
    }

    private static Duration meanOf(Feed feed) {
        return feed == Feed.FILE ? ofSeconds(3) : ofSeconds(7);
    }

    @ParameterizedTest
    @EnumSource
    void survives_each_fault_repeatedly(Trouble trouble) {
        CommitStrategy strategy = trouble.isAnswerLost() ? CommitStrategy.MANUAL : CommitStrategy.VAD;
        Simulation simulation =
                simulation(trouble.ordinal(), Feed.LIVE, strategy).begin();
        for (int minute = 0; minute < 5; minute++) {
            simulation.later(ofSeconds(60 * minute + 7), () -> trouble.happenTo(simulation.network));
        }
        everyWordArrives(simulation);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void survives_a_service_that_is_away_for_ten_seconds(Feed feed, CommitStrategy strategy) {
        Simulation simulation = simulation(1, feed, strategy).attempts(10).begin();
        simulation.later(ofSeconds(20), () -> Trouble.REFUSED.happenTo(simulation.network));
        everyWordArrives(simulation);
        assertThat(simulation.end.reconnects()).isBetween(3, 7);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void survives_a_service_that_limits_sessions_to_twenty_seconds(Feed feed, CommitStrategy strategy) {
        Simulation simulation = simulation(2, feed, strategy)
                .behaviour(service -> service.sessionTimeLimit(ofSeconds(20)))
                .begin();
        everyWordArrives(simulation);
        assertThat(simulation.end.reconnects()).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void replaces_connections_before_such_a_limit(Feed feed, CommitStrategy strategy) {
        Simulation simulation = simulation(3, feed, strategy)
                .behaviour(service -> service.sessionTimeLimit(ofSeconds(60)))
                .maxSessionDuration(ofSeconds(50))
                .begin();
        everyWordArrives(simulation);
        assertThat(simulation.end.reconnects()).isZero();
        assertThat(simulation.network.opened()).isGreaterThan(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void copes_with_a_network_of_1_2_times_real_time(Feed feed, CommitStrategy strategy) {
        Simulation simulation = simulation(4, feed, strategy).readRate(0).begin();
        simulation.network.buffers(10_000_000);
        simulation.network.bandwidth(BARELY_ENOUGH);
        everyWordArrives(simulation);
        assertThat(simulation.end.reconnects()).isZero();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void copes_with_a_service_that_works_at_real_time(Feed feed, CommitStrategy strategy) {
        Simulation simulation = simulation(5, feed, strategy)
                .behaviour(service -> service.queueLimitAudio(ofSeconds(10)))
                .begin();
        everyWordArrives(simulation);
    }

    /** How far an answer reaches is not known then, so after a lost connection more is sent again than would be necessary. */
    @ParameterizedTest
    @MethodSource("feedsAndSeeds")
    void loses_no_word_of_a_service_that_predicts_turns_and_sends_no_word_times(Feed feed, int seed) {
        Simulation simulation = simulation(2_000 + seed, feed, CommitStrategy.TURN_PREDICTION)
                .behaviour(service -> service.twinOrder(Behaviour.TwinOrder.TIMED_MISSING))
                .withoutTwins()
                .begin();
        simulation.every(
                meanOf(feed).multipliedBy(3), 15, () -> simulation.anyTrouble().happenTo(simulation.network));
        Comparison comparison = simulation.run();
        assertThat(simulation.end.failure()).isEmpty();
        assertThat(comparison.words()).isGreaterThan(200);
        assertThat(comparison.lost()).isZero();
        assertThat(simulation.service.violations()).isEmpty();
    }

    static Stream<Arguments> feedsAndSeeds() {
        return IntStream.range(0, SEEDS)
                .boxed()
                .flatMap(seed -> Arrays.stream(Feed.values()).map(feed -> Arguments.of(feed, seed)));
    }

    @Test
    void an_outage_that_outlasts_the_replay_limit_leaves_one_gap_and_the_times_right() {
        Simulation simulation = simulation(6, Feed.LIVE, CommitStrategy.VAD)
                .replayLimit(ofSeconds(20))
                .begin();
        simulation.later(ofSeconds(60), () -> {
            simulation.network.refuseConnections(ofSeconds(60));
            simulation.network.reset();
        });
        Comparison comparison = simulation.run();
        assertThat(simulation.end.failure()).isEmpty();
        assertThat(simulation.end.givenUp()).isBetween(ofSeconds(30), ofSeconds(90));
        assertThat(comparison.lost()).isPositive();
        assertThat(comparison.doubled()).isZero();
        assertThat(comparison.worstTime()).isLessThanOrEqualTo(100);
        assertThat(comparison.problems()).hasSize(1);
    }
}
