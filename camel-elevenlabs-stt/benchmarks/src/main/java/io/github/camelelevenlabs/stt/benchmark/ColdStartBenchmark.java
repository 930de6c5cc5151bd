package io.github.camelelevenlabs.stt.benchmark;

import io.github.camelelevenlabs.stt.benchmark.client.ShortJob;
import io.github.camelelevenlabs.stt.benchmark.process.ClassPath;
import io.github.camelelevenlabs.stt.benchmark.process.Cores;
import io.github.camelelevenlabs.stt.benchmark.process.Machine;
import io.github.camelelevenlabs.stt.benchmark.process.Reply;
import io.github.camelelevenlabs.stt.benchmark.process.Table;
import io.github.camelelevenlabs.stt.benchmark.process.Worker;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a job pays that transcribes a few recordings and ends: with a JVM as it comes, and with the settings that make it cheaper. */
public final class ColdStartBenchmark {

    private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int RUNS = 3;
    private static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";

    private final Path folder;
    private final String classPath;
    private final int runs;

    private ColdStartBenchmark(Path folder, int runs) throws Exception {
        this.folder = folder;
        this.classPath = ClassPath.inJars(folder);
        this.runs = runs;
    }

    /** Needs no argument; {@code small} only shows that it works. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("benchmark");
        try {
            boolean small = Arguments.areSmall(arguments);
            new ColdStartBenchmark(folder, small ? 1 : RUNS).run(small);
        } finally {
            Folders.delete(folder);
        }
    }

    private void run(boolean small) throws Exception {
        System.out.println(Machine.now());
        Table table = new Table(
                "A short job: milliseconds of CPU, and in brackets of time, since the JVM began; the median of " + runs,
                "JVM",
                "until main",
                "routes started",
                "first transcript",
                "hundredth",
                "classes");
        try (Server server = Server.start(BETWEEN_COMMITS)) {
            row("as it comes", server, List.of(), table);
            if (!small) {
                Path archive = folder.resolve("classes.jsa");
                job(server, List.of("-XX:ArchiveClassesAtExit=" + archive));
                List<String> archived = List.of("-XX:SharedArchiveFile=" + archive);
                row("an archive of classes", server, archived, table);
                row("one compiler", server, List.of(ONE_COMPILER), table);
                row("both", server, List.of(archived.get(0), ONE_COMPILER), table);
            }
        }
        System.out.println(table);
    }

    private void row(String name, Server server, List<String> options, Table table) throws Exception {
        List<List<Reply>> all = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            all.add(job(server, options));
        }
        List<Reply> median = all.stream()
                .sorted(Comparator.comparingLong(steps -> steps.get(2).number("cpu")))
                .toList()
                .get(runs / 2);
        List<Object> cells = new ArrayList<>(List.of(name));
        median.forEach(step -> cells.add(step.number("cpu") + " (" + step.number("wall") + ")"));
        cells.add(median.get(2).number("classes"));
        table.row(cells.toArray());
    }

    /** The steps of one job. */
    private List<Reply> job(Server server, List<String> options) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Worker.javaCommand(), "-Xlog:disable", "-Xlog:all=error:stderr"));
        command.addAll(options);
        command.addAll(List.of("-classpath", classPath, ShortJob.class.getName(), server.address("ws")));
        try (Worker job = Worker.start(Cores.LAST, "ShortJob", command, new File("."), Map.of())) {
            List<Reply> steps = new ArrayList<>();
            for (String step : List.of("main", "started", "first", "hundred")) {
                steps.add(job.await(step, PATIENCE));
            }
            job.await("stopped", PATIENCE);
            job.awaitEnd(PATIENCE);
            return steps;
        }
    }
}
