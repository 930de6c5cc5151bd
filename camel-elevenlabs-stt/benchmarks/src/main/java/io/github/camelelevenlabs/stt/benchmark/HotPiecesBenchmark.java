package io.github.camelelevenlabs.stt.benchmark;

import io.github.camelelevenlabs.stt.benchmark.hot.OfEachChunk;
import io.github.camelelevenlabs.stt.benchmark.hot.OfEachMessage;
import io.github.camelelevenlabs.stt.benchmark.process.Machine;
import io.github.camelelevenlabs.stt.benchmark.process.Table;
import io.github.camelelevenlabs.stt.transport.OfEachFrame;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What is done for each chunk and each message, by JMH. */
public final class HotPiecesBenchmark {

    private HotPiecesBenchmark() {}

    /** Needs no argument; {@code small} only shows that it works. */
    public static void main(String[] arguments) throws Exception {
        boolean small = Arguments.areSmall(arguments);
        System.out.println(Machine.now());
        TimeValue iteration = TimeValue.milliseconds(small ? 10 : 1_000);
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(OfEachFrame.class.getName() + "\\.")
                        .include(OfEachChunk.class.getName() + "\\.")
                        .include(OfEachMessage.class.getName() + "\\.")
                        .forks(small ? 0 : 1)
                        .warmupIterations(small ? 1 : 3)
                        .measurementIterations(small ? 1 : 5)
                        .warmupTime(iteration)
                        .measurementTime(iteration)
                        .build())
                .run();
        Table table = new Table("Hot pieces, microseconds", "piece", "mean", "error");
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            table.row(
                    name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                    result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getScoreError());
        }
        System.out.println(table);
    }
}
