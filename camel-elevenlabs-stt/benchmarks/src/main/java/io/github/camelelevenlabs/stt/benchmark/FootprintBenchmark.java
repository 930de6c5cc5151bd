package io.github.camelelevenlabs.stt.benchmark;

import io.github.camelelevenlabs.stt.benchmark.process.Cores;
import io.github.camelelevenlabs.stt.benchmark.process.Machine;
import io.github.camelelevenlabs.stt.benchmark.process.Reply;
import io.github.camelelevenlabs.stt.benchmark.process.Table;
import java.time.Duration;
import java.util.List;

/**
 * The heap, the memory outside of it and the threads that sessions take. All sessions send the same recording, which is in memory
 * once: so heap is what a session takes beside its own audio. Then the threads of live URLs.
 */
public final class FootprintBenchmark {

    private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(10);
    private static final Duration TO_CONNECT = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final String SCHEME = "ws";

    private final boolean small;

    private FootprintBenchmark(boolean small) {
        this.small = small;
    }

    /** Needs no argument; {@code small} only shows that it works. */
    public static void main(String[] arguments) throws Exception {
        new FootprintBenchmark(Arguments.areSmall(arguments)).run();
    }

    private void run() throws Exception {
        System.out.println(Machine.now() + (Cores.arePinned() ? "; each client on one core" : ""));
        try (Server server = Server.start(BETWEEN_COMMITS)) {
            sessions(server);
            urls(server);
        }
    }

    private void sessions(Server server) throws Exception {
        Table table = new Table(
                "Sessions at the speed of speech: what one takes beside its own audio",
                "client",
                "sessions",
                "heap, kB",
                "Netty's pools, kB",
                "threads before",
                "threads");
        List<Integer> numbers = small ? List.of(2) : List.of(100, 500, 2_000);
        for (int sessions : numbers) {
            try (Client component = Client.component(server, SCHEME);
                    Client netty = Client.netty(server, SCHEME)) {
                for (Client client : List.of(component, netty)) {
                    take(client, sessions, table);
                }
            }
        }
        System.out.println(table);
    }

    private void take(Client client, int sessions, Table table) throws InterruptedException {
        // What is loaded and made once belongs to no session.
        client.pace(2, Duration.ZERO, Duration.ZERO, Client.Watching.NOTHING);
        Reply before = client.footprint();
        client.pace(sessions, Duration.ofSeconds(small ? 0 : 10), Duration.ofSeconds(1), busy -> {
            Reply now = busy.footprint();
            table.row(
                    client.name(),
                    sessions,
                    kilobytes("heap", before, now) / sessions,
                    kilobytes("netty", before, now) / sessions,
                    before.number("threads"),
                    now.number("threads"));
        });
    }

    private static double kilobytes(String name, Reply before, Reply now) {
        return (now.number(name) - before.number(name)) / 1024.0;
    }

    private void urls(Server server) throws Exception {
        Table table = new Table("Live URLs, each transcribed in real time", "URLs", "threads", "heap of one, kB");
        try (Client client = Client.component(server, SCHEME)) {
            Reply before = client.footprint();
            table.row(0, before.number("threads"), "");
            int running = 0;
            server.tally();
            for (int urls : small ? List.of(1, 3) : List.of(1, 100, 1_000)) {
                client.listenTo(urls);
                awaitSessions(server, urls - running);
                running = urls;
                Reply now = client.footprint();
                table.row(urls, now.number("threads"), kilobytes("heap", before, now) / urls);
            }
        }
        System.out.println(table);
    }

    /** Until so many more sessions send audio. */
    private static void awaitSessions(Server server, int more) throws InterruptedException {
        long begun = System.nanoTime();
        for (long sessions = 0; sessions < more; sessions += server.tally().number("sessions")) {
            if (System.nanoTime() - begun > TO_CONNECT.toNanos()) {
                throw new IllegalStateException("Of " + more + " live URLs only " + sessions + " came to the server");
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
        Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
}
