package io.github.camelelevenlabs.stt.benchmark;

import io.github.camelelevenlabs.stt.benchmark.process.Cores;
import io.github.camelelevenlabs.stt.benchmark.process.Machine;
import io.github.camelelevenlabs.stt.benchmark.process.Table;
import java.time.Duration;
import java.util.List;

/**
 * From the moment at which the server writes a committed transcript to the one at which it is there: in the consumer's route of the
 * component, in the handler of a bare Netty client, in the listener of the SDK. All send audio at the speed of speech meanwhile.
 */
public final class LatencyBenchmark {

    private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(1);

    private LatencyBenchmark() {}

    /** Needs no argument; {@code quick} watches 500 sessions, and {@code small} only shows that it works. */
    public static void main(String[] arguments) throws Exception {
        boolean small = Arguments.areSmall(arguments);
        Duration toSettle = Duration.ofSeconds(small ? 0 : 10);
        Duration watched = Duration.ofSeconds(small ? 1 : 20);
        System.out.println(Machine.now() + (Cores.arePinned() ? "; each client on one core" : ""));
        Table table = new Table(
                "From the server's write to the route, milliseconds",
                "client",
                "sessions",
                "round of the process",
                "transcripts",
                "p50",
                "p99",
                "p99.9",
                "max");
        try (Server server = Server.start(BETWEEN_COMMITS)) {
            for (int sessions : sessions(arguments)) {
                for (Client client : Client.all(server, "ws")) {
                    try (client) {
                        // A process that has just begun is compiling; one that takes calls all day is not.
                        for (String round : List.of("first", "second")) {
                            Client.Paced paced = client.pace(sessions, toSettle, watched, Client.Watching.NOTHING);
                            table.row(
                                    client.name(),
                                    sessions,
                                    round,
                                    paced.ended().number("count"),
                                    paced.millis("p50"),
                                    paced.millis("p99"),
                                    paced.millis("p999"),
                                    paced.millis("max"));
                        }
                    }
                }
            }
        }
        System.out.println(table);
    }

    private static List<Integer> sessions(String[] arguments) {
        if (Arguments.areSmall(arguments)) {
            return List.of(2);
        }
        return Arguments.areQuick(arguments) ? List.of(500) : List.of(100, 500, 2_000);
    }
}
