package io.github.camelelevenlabs.stt.benchmark;

import io.github.camelelevenlabs.stt.benchmark.load.Load;
import io.github.camelelevenlabs.stt.benchmark.process.Cores;
import io.github.camelelevenlabs.stt.benchmark.process.Machine;
import io.github.camelelevenlabs.stt.benchmark.process.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The component, without and with Netty's native libraries, two bare Netty clients and the official JavaScript SDK send the same audio to
 * the same server, over {@code ws} and {@code wss}: as fast as it goes, in the first round of their process and when they are warm, and at
 * the speed of speech.
 */
public final class ClientBenchmark {

    private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(10);
    /** By then the JVM compiles hardly anything any more; about the twelfth round it was still seen to do so for half of one. */
    private static final int ROUNDS_BEFORE_WARM = 21;

    private static final int WARM_ROUNDS = 3;

    /** Of one run. */
    private record Size(
            List<String> schemes,
            int unpacedSessions,
            int unpacedSeconds,
            int rounds,
            List<Integer> pacedSessions,
            Duration toSettle,
            Duration watched) {

        static final Size FULL = new Size(
                List.of("ws", "wss"),
                20,
                120,
                ROUNDS_BEFORE_WARM + WARM_ROUNDS,
                List.of(500, 1_000),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20));
        /** Enough for a comparison while something is changed. */
        static final Size QUICK = new Size(
                List.of("ws", "wss"), 20, 120, 12, List.of(500), Duration.ofSeconds(3), Duration.ofSeconds(10));

        static final Size SMALL = new Size(List.of("wss"), 2, 5, 2, List.of(3), Duration.ZERO, Duration.ofSeconds(1));
    }

    private final Size size;

    private ClientBenchmark(Size size) {
        this.size = size;
    }

    /** Needs no argument; {@code quick} takes five minutes, and {@code small} only shows that it works. */
    public static void main(String[] arguments) throws Exception {
        boolean quick = Arguments.areQuick(arguments);
        new ClientBenchmark(quick ? Size.QUICK : Arguments.areSmall(arguments) ? Size.SMALL : Size.FULL).run();
    }

    private void run() throws Exception {
        System.out.println(Machine.now() + (Cores.arePinned() ? "; each client on one core" : ""));
        List<Result> results = new ArrayList<>();
        try (Server server = Server.start(BETWEEN_COMMITS)) {
            for (String scheme : size.schemes()) {
                results.addAll(measure(server, scheme));
            }
        }
        unpaced(results);
        paced(results);
    }

    private List<Result> measure(Server server, String scheme) throws Exception {
        List<Client> clients = new ArrayList<>(Client.all(server, scheme));
        clients.add(1, Client.componentNative(server, scheme));
        clients.add(Client.nettyBatched(server, scheme));
        try {
            // Turn by turn, so that a machine that becomes slower or busier does so for all of them.
            Map<Client, List<Double>> speeds = new LinkedHashMap<>();
            for (int round = 0; round < size.rounds(); round++) {
                for (Client client : clients) {
                    double speed = client.pour(Load.unpaced(size.unpacedSessions(), size.unpacedSeconds()));
                    speeds.computeIfAbsent(client, first -> new ArrayList<>()).add(speed);
                    System.out.printf(Locale.ROOT, "%s, %s, round %d: %.0f%n", scheme, client.name(), round + 1, speed);
                }
            }
            List<Result> results = new ArrayList<>();
            for (Client client : clients) {
                List<Double> perCore = new ArrayList<>();
                for (int sessions : pacedSessions(client.name())) {
                    double sessionsPerCore = client.pace(
                                    sessions, size.toSettle(), size.watched(), Client.Watching.NOTHING)
                            .sessionsPerCore();
                    perCore.add(sessionsPerCore);
                    System.out.printf(
                            Locale.ROOT,
                            "%s, %s, %d sessions: %.0f%n",
                            scheme,
                            client.name(),
                            sessions,
                            sessionsPerCore);
                }
                results.add(new Result(client.name(), scheme, speeds.get(client), perCore));
            }
            return results;
        } finally {
            clients.forEach(Client::close);
        }
    }

    /** A client that differs only in its batches has none at the speed of speech. */
    private List<Integer> pacedSessions(String client) {
        return client.equals(Client.NETTY_BATCHED) ? List.of() : size.pacedSessions();
    }

    private void unpaced(List<Result> results) {
        Table table = new Table(
                "As fast as it goes: seconds of audio for a second of the client's CPU, " + size.unpacedSessions()
                        + " sessions at once, " + size.unpacedSeconds() + " s each",
                "client",
                "over",
                "first round",
                "to bare Netty",
                "to batched",
                "to the SDK",
                "warm",
                "to bare Netty",
                "to batched",
                "to the SDK");
        for (Result result : results) {
            Result netty = result.peer(Client.NETTY, results);
            Result batched = result.peer(Client.NETTY_BATCHED, results);
            Result sdk = result.peer(Client.SDK, results);
            table.row(
                    result.client(),
                    result.scheme(),
                    result.cold(),
                    result.cold() / netty.cold(),
                    result.cold() / batched.cold(),
                    result.cold() / sdk.cold(),
                    result.warm(),
                    result.warm() / netty.warm(),
                    result.warm() / batched.warm(),
                    result.warm() / sdk.warm());
        }
        System.out.println(table);
    }

    private void paced(List<Result> results) {
        Table table = new Table(
                "At the speed of speech: sessions that one core carries",
                "client",
                "over",
                "sessions",
                "for each core",
                "to bare Netty",
                "to the SDK");
        for (Result result : results) {
            for (int i = 0; i < result.paced().size(); i++) {
                double perCore = result.paced().get(i);
                table.row(
                        result.client(),
                        result.scheme(),
                        size.pacedSessions().get(i),
                        perCore,
                        perCore / result.peer(Client.NETTY, results).paced().get(i),
                        perCore / result.peer(Client.SDK, results).paced().get(i));
            }
        }
        System.out.println(table);
    }

    /** @param speeds of the rounds as fast as it goes, in order */
    private record Result(String client, String scheme, List<Double> speeds, List<Double> paced) {

        double cold() {
            return speeds.get(0);
        }

        /** The median of the last rounds. */
        double warm() {
            List<Double> last = speeds.subList(Math.max(0, speeds.size() - WARM_ROUNDS), speeds.size()).stream()
                    .sorted()
                    .toList();
            return (last.get((last.size() - 1) / 2) + last.get(last.size() / 2)) / 2;
        }

        /** The result of another client over the same transport; without figures if there is none. */
        Result peer(String name, List<Result> results) {
            return results.stream()
                    .filter(result -> result.client.equals(name) && result.scheme.equals(scheme))
                    .findFirst()
                    .orElseGet(() -> new Result(
                            name,
                            scheme,
                            List.of(Double.NaN),
                            paced.stream().map(figure -> Double.NaN).toList()));
        }
    }
}
