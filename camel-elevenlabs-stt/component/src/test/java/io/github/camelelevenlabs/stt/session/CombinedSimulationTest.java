package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.session.Simulation.Feed;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Changes within a session, a maximum age of its connections, slow answers, faults and a limit of its audio, all at once. {@code
 * -Dsimulation.seeds=n} runs more sequences.
 */
class CombinedSimulationTest {

    private static final int SEEDS = (Integer.getInteger("simulation.seeds", 4) + 3) / 4;
    private static final Duration LENGTH = ofMinutes(3);

    /** A chunk, and the silence that a commit behind it may need. */
    private static final Duration UNUSED = ofSeconds(2);

    static Stream<Arguments> kindsAndSeeds() {
        return IntStream.range(0, SEEDS)
                .boxed()
                .flatMap(seed -> Arrays.stream(Feed.values())
                        .flatMap(feed -> Arrays.stream(CommitStrategy.values())
                                .map(strategy -> Arguments.of(feed, strategy, seed))));
    }

    private static Simulation simulation(int seed, Feed feed, CommitStrategy strategy, Duration most) {
        return new Simulation(seed, LENGTH, PcmFormat.PCM_8000)
                .feed(feed)
                .strategy(strategy)
                .attempts(-1)
                .maxSessionDuration(ofSeconds(20))
                .maxAudioDuration(most);
    }

    private static void trouble(Simulation simulation, Feed feed) {
        simulation.every(ofMillis(feed == Feed.FILE ? 1_500 : 7_000), 20, simulation::change);
        simulation.every(
                ofSeconds(feed == Feed.FILE ? 3 : 7),
                20,
                () -> simulation.anyTrouble().happenTo(simulation.network));
    }

    private static void leavesNothingBehind(Simulation simulation) {
        simulation.time.advance(Duration.ofHours(1));
        assertThat(simulation.time.timers()).isZero();
    }

    @ParameterizedTest
    @MethodSource("kindsAndSeeds")
    void every_word_arrives_below_the_limit(Feed feed, CommitStrategy strategy, int seed) {
        Simulation simulation = simulation(seed, feed, strategy, ofMinutes(60))
                .replayLimit(ofMinutes(30))
                .begin();
        trouble(simulation, feed);
        Comparison comparison = simulation.run();
        assertThat(simulation.end.failure()).isEmpty();
        assertThat(comparison.problems()).isEmpty();
        assertThat(simulation.service.violations()).isEmpty();
        leavesNothingBehind(simulation);
    }

    @ParameterizedTest
    @MethodSource("kindsAndSeeds")
    void no_more_is_sent_than_the_limit(Feed feed, CommitStrategy strategy, int seed) {
        for (int at = 0; at < 8; at++) {
            Duration most = ofMillis(20_000 + 9_370L * at);
            Simulation simulation = simulation(100 * seed + at, feed, strategy, most)
                    .replayLimit(ofMinutes(30))
                    .begin();
            trouble(simulation, feed);
            Comparison comparison = simulation.run();
            String run = "limit " + most + ": " + comparison;
            assertThat(simulation.end.failure().orElseThrow().code()).as(run).isEqualTo(ErrorCode.AUDIO_LIMIT_EXCEEDED);
            assertThat(simulation.end.audioSent()).as(run).isBetween(most.minus(UNUSED), most);
            assertThat(comparison.problems()).as(run).allMatch(problem -> problem.contains("the last"));
            leavesNothingBehind(simulation);
        }
    }

    /**
     * While an answer is in doubt, a change of connections holds audio back: never more than is kept. The doubt lasts as long as several
     * answers, so this holds for answers that take seconds, and not for a quarter of a minute.
     */
    @ParameterizedTest
    @MethodSource("kindsAndSeeds")
    void changes_lose_nothing_of_live_audio_when_answers_are_slow(Feed feed, CommitStrategy strategy, int seed) {
        for (int seconds : strategy == CommitStrategy.TURN_PREDICTION ? new int[] {1, 3} : new int[] {1, 5, 9}) {
            Duration latency = ofSeconds(seconds);
            Simulation simulation = simulation(seed, feed, strategy, Duration.ZERO)
                    .maxSessionDuration(Duration.ZERO)
                    .recognition(latency)
                    .replayLimit(ofMinutes(1))
                    .begin();
            simulation.every(ofMillis(feed == Feed.FILE ? 1_500 : 7_000), 20, simulation::change);
            Comparison comparison = simulation.run();
            String run = "answers after " + latency + ": " + comparison;
            assertThat(simulation.end.failure()).as(run).isEmpty();
            assertThat(simulation.end.givenUp()).as(run).isZero();
            assertThat(comparison.problems()).as(run).isEmpty();
            leavesNothingBehind(simulation);
        }
    }
}
