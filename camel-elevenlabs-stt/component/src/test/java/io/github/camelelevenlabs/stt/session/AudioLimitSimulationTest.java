package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.session.Simulation.Feed;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Under any faults, no more audio is sent than maxAudioDuration, and no word that was said before is lost or comes twice. */
class AudioLimitSimulationTest {

    private static final int SEEDS = Integer.getInteger("simulation.seeds", 4);

    /** A chunk, and the silence that a commit behind it may need. */
    private static final Duration UNUSED = ofSeconds(2);

    static Stream<Arguments> kinds() {
        return Arrays.stream(Feed.values())
                .flatMap(feed -> Arrays.stream(CommitStrategy.values()).map(strategy -> Arguments.of(feed, strategy)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void no_more_is_sent_whatever_is_sent_again(Feed feed, CommitStrategy strategy) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Duration most = ofSeconds(60 + seed);
            Simulation simulation = new Simulation(seed, ofMinutes(5))
                    .feed(feed)
                    .strategy(strategy)
                    .attempts(-1)
                    .replayLimit(ofMinutes(30))
                    .maxAudioDuration(most)
                    .begin();
            simulation.every(ofSeconds(5), 20, () -> simulation.anyTrouble().happenTo(simulation.network));
            Comparison comparison = simulation.run();
            String run = "seed " + seed + ": " + comparison;
            assertThat(simulation.end.failure().orElseThrow().code()).as(run).isEqualTo(ErrorCode.AUDIO_LIMIT_EXCEEDED);
            assertThat(simulation.end.audioSent()).as(run).isBetween(most.minus(UNUSED), most);
            assertThat(comparison.problems()).as(run).allMatch(problem -> problem.contains("the last"));
            assertThat(comparison.words()).as(run).isPositive();
        }
    }
}
