package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process is killed at any moment, and another one goes on with what was seen of the session: every word arrives once, at its time.
 * {@code -Dsimulation.kills=n} kills at more moments.
 */
class ResumptionTest {

    private static final int KILLS = Integer.getInteger("simulation.kills", 40);
    private static final Duration LENGTH = ofMinutes(4);

    enum Feed {
        RECORDING {
            @Override
            AudioSource play(Tape tape, Duration covered) {
                return tape.recording();
            }
        },
        MESSAGES_WITH_POSITIONS {
            @Override
            AudioSource play(Tape tape, Duration covered) {
                return tape.messages(covered);
            }
        },
        MESSAGES_FROM_WHERE_IT_IS_COVERED {
            @Override
            AudioSource play(Tape tape, Duration covered) {
                return tape.from(covered);
            }
        };

        abstract AudioSource play(Tape tape, Duration covered);
    }

    static Stream<Arguments> kinds() {
        return Arrays.stream(Feed.values())
                .flatMap(feed -> Arrays.stream(CommitStrategy.values()).map(strategy -> Arguments.of(feed, strategy)));
    }

    private static Simulation simulation(long seed, Feed feed, CommitStrategy strategy) {
        Simulation simulation = new Simulation(seed, LENGTH).strategy(strategy);
        Tape tape = new Tape(PcmFormat.PCM_16000, simulation.time, seed, LENGTH);
        return simulation
                .plays(tape, feed == Feed.RECORDING, covered -> feed.play(tape, covered))
                .begin();
    }

    /** The time that a session takes in which nothing happens. */
    private static long undisturbed(Feed feed, CommitStrategy strategy) {
        Simulation simulation = simulation(0, feed, strategy);
        simulation.run();
        return simulation.time.nanoTime();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_word_arrives_once_whenever_the_process_dies(Feed feed, CommitStrategy strategy) {
        long duration = undisturbed(feed, strategy);
        IntStream.range(0, KILLS).forEach(moment -> {
            Simulation simulation = simulation(moment, feed, strategy);
            simulation.later(Duration.ofNanos(duration / KILLS * moment + moment * 1_000_003L), simulation::kill);
            Comparison comparison = simulation.run();
            String run = feed + " " + strategy + " killed at moment " + moment + ": " + comparison;
            assertThat(simulation.end.failure()).as(run).isEmpty();
            assertThat(comparison.problems()).as(run).isEmpty();
            assertThat(comparison.worstTime()).as(run).isLessThanOrEqualTo(100);
            assertThat(simulation.audioSent().toMillis()).as(run).isLessThanOrEqualTo(LENGTH.toMillis() * 12 / 10);
        });
    }
}
