package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.session.NumberedSpeech.Manner;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.session.Simulation.Feed;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Although no connection lasts, every word arrives once and in order, and little audio is sent again. Two consecutive
 * failures would end the session. {@code -Dsimulation.seeds=n} runs more of each kind.
 */
class ProgressTest {

    private static final int SEEDS = Integer.getInteger("simulation.seeds", 4);
    private static final Duration LENGTH = ofSeconds(20);

    /** The most that a session may send: slightly more than twice its audio, and the audio of the first connection. */
    private static final double MAX_SENT = 2.3;

    /** A commit in silence needs more padding, because the service may have committed part of the audio itself. */
    private static final double MAX_SENT_IN_SILENCE = 2.5;

    /** Every commit has padding where the service may just have committed behind any word, and so comes a little earlier. */
    private static final double MAX_SENT_WITH_TURNS = 2.8;

    private static final double MAX_SENT_IN_SILENCE_WITH_TURNS = 3.0;

    private static final List<Integer> CUTS = List.of(2_000, 2_500, 3_000, 5_000, 8_000);

    static Stream<Arguments> kinds() {
        return Arrays.stream(CommitStrategy.values())
                .flatMap(strategy -> Stream.of(Manner.SENTENCES, Manner.BREATHLESS)
                        .flatMap(manner ->
                                Arrays.stream(Feed.values()).map(feed -> Arguments.of(strategy, manner, feed))));
    }

    private static Simulation simulation(int seed, CommitStrategy strategy, Manner manner, Feed feed) {
        return new Simulation(seed, LENGTH, PcmFormat.PCM_8000)
                .strategy(strategy)
                .manner(manner)
                .feed(feed)
                .attempts(1)
                .replayLimit(ofMinutes(30));
    }

    private static void everyConnectionIsCut(Simulation simulation, Duration audio) {
        simulation.service.script().onEveryConnection().afterAudio(audio).fault(new Fault.DropConnection());
    }

    /**
     * @param first the audio of the first connection, on which the session is not yet cautious
     */
    private static void everyWordArrives(Simulation simulation, Duration first, CommitStrategy strategy) {
        everyWordArrives(simulation, first, maxSent(strategy, MAX_SENT_WITH_TURNS, MAX_SENT));
    }

    private static double maxSent(CommitStrategy strategy, double withTurns, double otherwise) {
        return strategy == CommitStrategy.TURN_PREDICTION ? withTurns : otherwise;
    }

    private static void everyWordArrives(Simulation simulation, Duration first, double maxSent) {
        Comparison comparison = simulation.run();
        assertThat(simulation.end.failure()).isEmpty();
        assertThat(comparison.problems()).isEmpty();
        assertThat(simulation.service.violations()).isEmpty();
        assertThat(simulation.end.audioDuration()).isEqualTo(LENGTH);
        double sent = simulation.end.audioSent().minus(first).toMillis();
        assertThat(sent / LENGTH.toMillis()).isLessThan(maxSent);
    }

    private static void forEachSeed(CommitStrategy strategy, Manner manner, Feed feed, Consumer<Simulation> changes) {
        IntStream.range(0, SEEDS).forEach(seed -> changes.accept(simulation(seed, strategy, manner, feed)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void progresses_although_connections_are_cut_after_seconds_of_audio(
            CommitStrategy strategy, Manner manner, Feed feed) {
        for (int millis : CUTS) {
            forEachSeed(strategy, manner, feed, simulation -> {
                everyConnectionIsCut(simulation.begin(), ofMillis(millis));
                everyWordArrives(simulation, ofMillis(millis), strategy);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void progresses_although_connections_are_cut_after_two_or_more_seconds_of_audio(
            CommitStrategy strategy, Manner manner, Feed feed) {
        forEachSeed(strategy, manner, feed, simulation -> {
            simulation.begin();
            for (int connection = 1; connection < 100; connection++) {
                simulation
                        .service
                        .script()
                        .onConnection(connection)
                        .afterAudio(ofMillis(2_000 + simulation.random.nextInt(8_000)))
                        .fault(new Fault.DropConnection());
            }
            everyWordArrives(simulation, ofSeconds(10), strategy);
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void progresses_although_connections_are_cut_after_two_seconds_of_time(
            CommitStrategy strategy, Manner manner, Feed feed) {
        forEachSeed(strategy, manner, feed, simulation -> {
            simulation.begin();
            simulation
                    .service
                    .script()
                    .onEveryConnection()
                    .afterTime(ofSeconds(2))
                    .fault(new Fault.DropConnection());
            everyWordArrives(simulation, ofSeconds(8), strategy);
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void progresses_although_answers_are_slow_and_connections_are_cut(
            CommitStrategy strategy, Manner manner, Feed feed) {
        forEachSeed(strategy, manner, feed, simulation -> {
            Duration latency = ofMillis(200 + simulation.random.nextInt(4_400));
            everyConnectionIsCut(
                    simulation
                            .behaviour(service -> service.commitToPlain(latency))
                            .begin(),
                    ofSeconds(3));
            everyWordArrives(simulation, ofSeconds(3), strategy);
        });
    }

    /** Every second connection: if all were cut, nothing could be transcribed. */
    @ParameterizedTest
    @MethodSource("kinds")
    void progresses_although_connections_are_cut_right_after_a_commit(
            CommitStrategy strategy, Manner manner, Feed feed) {
        forEachSeed(strategy, manner, feed, simulation -> {
            simulation.attempts(2).begin();
            everyConnectionIsCut(simulation, ofSeconds(4));
            for (int connection = 1; connection < 100; connection += 2) {
                simulation.service.script().onConnection(connection).onCommit(1).fault(new Fault.DropConnection());
            }
            Comparison comparison = simulation.run();
            assertThat(simulation.end.failure()).isEmpty();
            assertThat(comparison.problems()).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void progresses_through_silence(CommitStrategy strategy) {
        forEachSeed(strategy, Manner.SILENT, Feed.LIVE, simulation -> {
            everyConnectionIsCut(simulation.begin(), ofSeconds(2));
            everyWordArrives(
                    simulation, ofSeconds(2), maxSent(strategy, MAX_SENT_IN_SILENCE_WITH_TURNS, MAX_SENT_IN_SILENCE));
        });
    }

    /** When the connection is lost right after a cut within a word, the recogniser takes the rest for another word. */
    @ParameterizedTest
    @EnumSource
    void speech_without_a_gap_is_cut_anywhere_and_not_lost(CommitStrategy strategy) {
        forEachSeed(strategy, Manner.SLURRED, Feed.FILE, simulation -> {
            everyConnectionIsCut(simulation.begin(), ofSeconds(2));
            Comparison comparison = simulation.run();
            assertThat(simulation.end.failure()).isEmpty();
            assertThat(comparison.lost()).isZero();
            assertThat(comparison.doubled()).isLessThanOrEqualTo(simulation.end.reconnects());
        });
    }

    @Test
    void audio_that_is_sent_as_fast_as_it_goes_is_committed_in_time() {
        forEachSeed(CommitStrategy.VAD, Manner.BREATHLESS, Feed.FILE, simulation -> {
            everyConnectionIsCut(simulation.readRate(0).begin(), ofSeconds(2));
            everyWordArrives(simulation, SendWindow.WIDTH, CommitStrategy.VAD);
        });
    }
}
