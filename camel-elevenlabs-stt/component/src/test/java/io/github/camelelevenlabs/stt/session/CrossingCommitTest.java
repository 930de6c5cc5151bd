package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.session.NumberedSpeech.SpokenWord;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The audio ends just when the service commits by itself, in a pause before the last words: its answer comes instead of the one to the
 * last commit, or with it. Every word arrives, however slow the answers are.
 */
class CrossingCommitTest {

    private static final PcmFormat FORMAT = PcmFormat.PCM_8000;

    static Stream<Arguments> kinds() {
        return Arrays.stream(CommitStrategy.values())
                .flatMap(strategy ->
                        Stream.of(0, 500, 1_000, 2_500, 5_000).map(millis -> Arguments.of(strategy, ofMillis(millis))));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_last_words_arrive(CommitStrategy strategy, Duration latency) {
        List<String> problems = new ArrayList<>();
        for (double rate : new double[] {1, 4, 0}) {
            for (int pause = 900; pause <= 2_300; pause += 50) {
                for (int rest : new int[] {0, 200, 700}) {
                    for (int last : new int[] {100, 300, 900}) {
                        Simulation simulation = new Simulation(pause, Duration.ofSeconds(10), FORMAT)
                                .strategy(strategy)
                                .readRate(rate)
                                .recognition(latency);
                        Tape tape = tape(simulation, pause, last, rest);
                        simulation
                                .plays(tape, true, covered -> tape.recording())
                                .begin();
                        Comparison comparison = simulation.run(ofHours(1), () -> {});
                        if (!comparison.problems().isEmpty()
                                || simulation.end.failure().isPresent()) {
                            problems.add("rate " + rate + ", pause " + pause + ", last word " + last + ", silence "
                                    + rest + ": " + comparison + simulation.end.failure());
                        }
                    }
                }
            }
        }
        assertThat(problems).isEmpty();
    }

    /** Three words, a pause, a word, and silence; lengths in milliseconds. */
    private static Tape tape(Simulation simulation, int pause, int last, int rest) {
        int[] lengths = {300, 400, 100, 350, 120, 300, pause, last, rest};
        ByteBuffer samples =
                ByteBuffer.allocate(2 * samples(Arrays.stream(lengths).sum())).order(ByteOrder.LITTLE_ENDIAN);
        Deque<SpokenWord> said = new ArrayDeque<>();
        for (int run = 0; run < lengths.length; run++) {
            boolean word = run % 2 == 1;
            int loudness = word ? NumberedSpeech.QUIETEST + 1_000 + run : 0;
            if (word) {
                said.add(new SpokenWord(
                        NumberedSpeech.word(loudness), 1_000L * samples.position() / 2 / FORMAT.sampleRate()));
            }
            for (int i = 0; i < samples(lengths[run]); i++) {
                samples.putShort((short) (i % 2 == 0 ? loudness : -loudness));
            }
        }
        return new Tape(FORMAT, simulation.time, samples.flip(), said);
    }

    private static int samples(int millis) {
        return (int) FORMAT.samples(ofMillis(millis));
    }
}
