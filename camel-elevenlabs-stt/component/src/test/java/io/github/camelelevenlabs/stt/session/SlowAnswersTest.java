package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.emulator.Violation;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.session.Simulation.Feed;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With slow answers, no commit is sent while another is unanswered, and no word is lost. */
class SlowAnswersTest {

    private static final int SEEDS = Integer.getInteger("simulation.seeds", 4);
    private static final Duration LENGTH = ofSeconds(40);

    /** The time for an answer, its twin, the wait after it and the closing handshake. */
    private static final Duration REST = ofMillis(1_500);

    static Stream<Arguments> kinds() {
        return Stream.of(4_600, 8_000, 20_000)
                .flatMap(millis -> Arrays.stream(CommitStrategy.values())
                        .flatMap(strategy -> Arrays.stream(Feed.values())
                                .map(feed -> Arguments.of(ofMillis(millis), strategy, feed))));
    }

    /** Where turns are predicted, an answer in doubt delays the commit of the tail by a short quiet. */
    private static Duration rest(CommitStrategy strategy) {
        return strategy == CommitStrategy.TURN_PREDICTION ? REST.plus(Drain.QUIET) : REST;
    }

    private static void everyWordArrives(
            Simulation simulation, Duration latency, Duration rest, Predicate<Violation> allowed) {
        Duration[] allSent = {Duration.ZERO};
        Comparison comparison = simulation.begin().run(Duration.ofHours(1), () -> {
            if (simulation.session.state() == SessionState.STREAMING) {
                allSent[0] = Duration.ofNanos(simulation.time.nanoTime());
            }
        });
        Duration end = Duration.ofNanos(simulation.time.nanoTime()).minus(allSent[0]);
        assertThat(simulation.end.failure()).isEmpty();
        assertThat(comparison.problems()).isEmpty();
        assertThat(simulation.service.violations()).allMatch(allowed);
        // Only commits are answered meanwhile, which looks like a service that receives speech and has stalled.
        assertThat(simulation.end.reconnects()).isLessThanOrEqualTo(latency.compareTo(Liveness.MUTE) < 0 ? 0 : 1);
        assertThat(end)
                .as("from the end of the audio")
                .isLessThan(latency.multipliedBy(2).plus(rest));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void survives_slow_answers_to_client_commits(Duration latency, CommitStrategy strategy, Feed feed) {
        IntStream.range(0, SEEDS)
                .mapToObj(seed -> simulation(seed, strategy, feed))
                .forEach(simulation -> {
                    simulation.behaviour(service -> service.commitToPlain(latency));
                    everyWordArrives(simulation, latency, rest(strategy), violation -> false);
                });
    }

    /**
     * Where turns are predicted, an answer from before ours may come a long time after our commit and still reach it. Then the next
     * commit may go over ours, which costs no word although the service answers only one of the two.
     */
    @ParameterizedTest
    @MethodSource("kinds")
    void survives_slow_answers_to_any_commit(Duration latency, CommitStrategy strategy, Feed feed) {
        IntStream.range(0, SEEDS)
                .mapToObj(seed -> simulation(seed, strategy, feed))
                .forEach(simulation -> {
                    simulation.recognition(latency);
                    boolean turns = strategy == CommitStrategy.TURN_PREDICTION;
                    everyWordArrives(
                            simulation,
                            latency,
                            rest(strategy),
                            violation -> turns && violation.rule().equals("commits-overlap"));
                });
    }

    private static Simulation simulation(int seed, CommitStrategy strategy, Feed feed) {
        return new Simulation(seed, LENGTH, PcmFormat.PCM_8000)
                .strategy(strategy)
                .feed(feed);
    }
}
