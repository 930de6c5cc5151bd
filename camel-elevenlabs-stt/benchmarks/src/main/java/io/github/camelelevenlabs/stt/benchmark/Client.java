package io.github.camelelevenlabs.stt.benchmark;

import io.github.camelelevenlabs.stt.benchmark.client.ComponentClient;
import io.github.camelelevenlabs.stt.benchmark.client.NettyClient;
import io.github.camelelevenlabs.stt.benchmark.load.Load;
import io.github.camelelevenlabs.stt.benchmark.load.PeriodicSpeech;
import io.github.camelelevenlabs.stt.benchmark.process.Cores;
import io.github.camelelevenlabs.stt.benchmark.process.NodePackages;
import io.github.camelelevenlabs.stt.benchmark.process.Reply;
import io.github.camelelevenlabs.stt.benchmark.process.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client in a process of its own and, if possible, on a core of its own. */
final class Client implements AutoCloseable {

    static final String COMPONENT = "this component";
    static final String COMPONENT_NATIVE = "this component, native";
    static final String NETTY = "bare Netty";
    static final String NETTY_BATCHED = "bare Netty, batched";
    static final String SDK = "JavaScript SDK";

    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final Duration TO_END = Duration.ofMinutes(5);
    /** Not 50: sessions that begin 20 ms apart send all their chunks at five moments of every 100 ms, which callers do not. */
    private static final int OPENED_PER_SECOND = 47;

    private static final int SECONDS_TO_SPARE = 3;
    private static final List<String> JVM = List.of("-Xmx2g");
    /** As if Netty's native libraries were not on the class path. */
    private static final List<String> WITHOUT_NATIVE =
            List.of("-Dio.netty.transport.noNative=true", "-Dio.netty.handler.ssl.noOpenSsl=true");

    private final String name;
    private final Server server;
    private final Worker process;

    private Client(String name, Server server, Worker process) throws InterruptedException {
        this.name = name;
        this.server = server;
        this.process = process;
        process.await("ready", TO_START);
    }

    /** All clients there are on this machine. @param scheme ws or wss */
    static List<Client> all(Server server, String scheme) throws IOException, InterruptedException {
        List<Client> clients = new ArrayList<>(List.of(component(server, scheme), netty(server, scheme)));
        sdk(server, scheme).ifPresent(clients::add);
        return clients;
    }

    static Client component(Server server, String scheme) throws IOException, InterruptedException {
        return component(COMPONENT, jvm(server, WITHOUT_NATIVE), server, scheme);
    }

    /** With what Netty's native libraries give: epoll on Linux, and the TLS of BoringSSL. */
    static Client componentNative(Server server, String scheme) throws IOException, InterruptedException {
        return component(COMPONENT_NATIVE, jvm(server, List.of()), server, scheme);
    }

    private static Client component(String name, List<String> jvm, Server server, String scheme)
            throws IOException, InterruptedException {
        return new Client(
                name,
                server,
                Worker.java(Cores.LAST, jvm, ComponentClient.class, server.address(scheme), server.liveAudio()));
    }

    /** Each message goes with a flush of its own, as one writes it first. */
    static Client netty(Server server, String scheme) throws IOException, InterruptedException {
        return netty(NETTY, server, scheme, false);
    }

    /** As many messages as the socket takes go with one flush. At the speed of speech that is no other client. */
    static Client nettyBatched(Server server, String scheme) throws IOException, InterruptedException {
        return netty(NETTY_BATCHED, server, scheme, true);
    }

    private static Client netty(String name, Server server, String scheme, boolean batched)
            throws IOException, InterruptedException {
        return new Client(
                name,
                server,
                Worker.java(
                        Cores.LAST,
                        jvm(server, WITHOUT_NATIVE),
                        NettyClient.class,
                        server.address(scheme),
                        Boolean.toString(batched)));
    }

    private static List<String> jvm(Server server, List<String> more) {
        List<String> options = new ArrayList<>(JVM);
        options.addAll(more);
        options.addAll(server.certificate().trusted());
        return options;
    }

    private static Optional<Client> sdk(Server server, String scheme) throws IOException, InterruptedException {
        Optional<Path> folder = NodePackages.install();
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        Files.write(
                folder.get().resolve("speech.pcm"),
                PeriodicSpeech.period(PeriodicSpeech.SAMPLE_RATE).pcm());
        return Optional.of(new Client(
                SDK,
                server,
                Worker.start(
                        Cores.LAST,
                        SDK,
                        List.of("node", "sdk.js", server.address(scheme), "speech.pcm"),
                        folder.get().toFile(),
                        Map.of("NODE_EXTRA_CA_CERTS", server.certificate().pem().toString()))));
    }

    String name() {
        return name;
    }

    /** Sends a load as fast as it goes. @return the seconds of audio for each second of this process's CPU */
    double pour(Load load) throws InterruptedException {
        server.tally();
        Duration before = process.cpu();
        process.ask(load.command(), "open", TO_END);
        checked(load, process.await("ended", TO_END));
        return load.secondsOfAudio() / seconds(process.cpu().minus(before));
    }

    /**
     * Opens sessions that send at the speed of speech, and watches them once all are open and have settled.
     *
     * @param watching called at the end of that time, while all sessions are running
     */
    Paced pace(int sessions, Duration toSettle, Duration watched, Watching watching) throws InterruptedException {
        long started = System.nanoTime();
        long seconds = sessions / OPENED_PER_SECOND + toSettle.plus(watched).toSeconds() + SECONDS_TO_SPARE;
        Load load = Load.paced(sessions, (int) seconds, OPENED_PER_SECOND);
        server.tally();
        process.ask(load.command(), "open", TO_END);
        Thread.sleep(toSettle.toMillis());
        process.tell("measure");
        Duration cpu = process.cpu();
        long begun = System.nanoTime();
        Thread.sleep(watched.toMillis());
        double cores = seconds(process.cpu().minus(cpu)) * 1e9 / (System.nanoTime() - begun);
        if (System.nanoTime() - started > load.secondsOfAudio() / sessions * 1e9) {
            System.out.println("No figure for " + name
                    + ": this computer is so busy that sessions had ended before all were open");
            cores = Double.NaN;
        }
        watching.look(this);
        return new Paced(load.sessions() / cores, checked(load, process.await("ended", TO_END)));
    }

    Reply footprint() throws InterruptedException {
        return process.ask("footprint", "footprint", TO_END);
    }

    /** Transcribes so many live URLs from now on. */
    void listenTo(int urls) throws InterruptedException {
        process.ask("live " + urls, "live", TO_END);
    }

    /** No client is quick because it leaves something out. */
    private Reply checked(Load load, Reply ended) throws InterruptedException {
        Reply tally = server.tally();
        if (ended.number("failed") > 0 || tally.number("wrong") > 0 || tally.number("audio") != load.bytes()) {
            throw new IllegalStateException(name + " was to send " + load.bytes() + " bytes in " + load.sessions()
                    + " sessions: " + ended.line() + "; the server: " + tally.line());
        }
        return ended;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    @Override
    public void close() {
        process.close();
    }

    /** @param ended the line with the lags of committed transcripts */
    record Paced(double sessionsPerCore, Reply ended) {

        double millis(String lag) {
            return ended.number(lag) / 1e3;
        }
    }

    /** Looks at a client that is busy. */
    @FunctionalInterface
    interface Watching {
        Watching NOTHING = client -> {};

        void look(Client client) throws InterruptedException;
    }
}
