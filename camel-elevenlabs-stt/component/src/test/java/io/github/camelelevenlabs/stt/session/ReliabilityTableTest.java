package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.session.Simulation.Feed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Measures the cost of each kind of fault in a live session with default options, and writes the figures of
 * docs/reliability.md to {@code target/reliability-table.md}. Times are simulated: with the delays of the options and a
 * network latency of 5 to 65 ms in each direction. {@code -Dtable.seeds=n} takes more samples.
 */
@Tag("full")
class ReliabilityTableTest {

    private static final int SEEDS = Integer.getInteger("table.seeds", 1);
    private static final Path TABLE = Path.of("target", "reliability-table.md");
    private static final Duration LENGTH = ofMinutes(2);
    private static final Duration BEFALLS_AT = ofSeconds(30);
    private static final Duration STEP = ofMillis(50);

    /** The cost of one kind of fault in all its runs. */
    private static final class Cost {
        private int runs;
        private int words;
        private int lost;
        private int doubled;
        private Duration givenUp = Duration.ZERO;
        private final List<Duration> recoveries = new ArrayList<>();

        private String row(Trouble trouble) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %d ms | %d | %d | %s |",
                    trouble.description(),
                    runs,
                    givenUp.toMillis(),
                    lost,
                    doubled,
                    recovery());
        }

        private String recovery() {
            if (recoveries.isEmpty()) {
                return "connection kept";
            }
            double mean =
                    recoveries.stream().mapToLong(Duration::toMillis).average().orElseThrow() / 1000;
            double worst =
                    recoveries.stream().mapToLong(Duration::toMillis).max().orElseThrow() / 1000.0;
            return String.format(Locale.ROOT, "%.1f s, %.1f s at most", mean, worst);
        }
    }

    @Test
    void no_fault_costs_a_word() throws IOException {
        List<String> table = new ArrayList<>(List.of(
                "| trouble | runs | audio given up | words lost | words doubled | a new connection works after |",
                "|---|---|---|---|---|---|"));
        for (Trouble trouble : Trouble.values()) {
            Cost cost = cost(trouble);
            table.add(cost.row(trouble));
            assertThat(cost.words).isGreaterThan(50);
            assertThat(cost.lost).as(trouble.description()).isZero();
            assertThat(cost.doubled).as(trouble.description()).isZero();
        }
        Files.createDirectories(TABLE.getParent());
        Files.write(TABLE, table);
    }

    private static Cost cost(Trouble trouble) {
        Cost cost = new Cost();
        for (CommitStrategy strategy : CommitStrategy.values()) {
            for (int seed = 0; seed < SEEDS && !(trouble.isAnswerLost() && strategy != CommitStrategy.MANUAL); seed++) {
                measure(trouble, new Simulation(seed, LENGTH).feed(Feed.LIVE).strategy(strategy), cost);
            }
        }
        return cost;
    }

    private static void measure(Trouble trouble, Simulation simulation, Cost cost) {
        simulation.begin();
        // The distance to the next commit varies.
        Duration start = BEFALLS_AT.plusMillis(simulation.random.nextInt(10_000));
        simulation.later(start, () -> trouble.happenTo(simulation.network));
        Duration recovered = Duration.ZERO;
        int reconnects = 0;
        for (Duration now = Duration.ZERO; !simulation.isOver(); now = now.plus(STEP)) {
            simulation.time.advance(STEP);
            SessionSnapshot seen = simulation.session.snapshots().get(0);
            boolean away = seen.state() == SessionState.BACKING_OFF || seen.state() == SessionState.CONNECTING;
            if (now.compareTo(start) > 0 && (away || seen.reconnects() > reconnects)) {
                reconnects = seen.reconnects();
                recovered = now.plus(STEP);
            }
        }
        Comparison comparison = simulation.run();
        cost.runs++;
        cost.words += comparison.words();
        cost.lost += comparison.lost();
        cost.doubled += comparison.doubled();
        cost.givenUp = cost.givenUp.plus(simulation.end.givenUp());
        if (reconnects > 0) {
            cost.recoveries.add(recovered.minus(start));
        }
    }
}
