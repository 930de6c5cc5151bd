package io.github.camelelevenlabs.stt.benchmark;

import io.github.camelelevenlabs.stt.benchmark.process.Certificate;
import io.github.camelelevenlabs.stt.benchmark.process.Cores;
import io.github.camelelevenlabs.stt.benchmark.process.Reply;
import io.github.camelelevenlabs.stt.benchmark.process.Worker;
import io.github.camelelevenlabs.stt.benchmark.sink.SpeechSink;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The server of a benchmark, in a process and, if possible, on a core of its own. */
final class Server implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Certificate certificate;
    private final Worker process;
    private final Reply ports;

    private Server(Certificate certificate, Worker process) throws InterruptedException {
        this.certificate = certificate;
        this.process = process;
        this.ports = process.await("ports", PATIENCE);
    }

    /** @param betweenCommits audio between two commits of the server, if the client leaves them to it */
    static Server start(Duration betweenCommits) throws IOException, InterruptedException {
        Certificate certificate = Certificate.make();
        return new Server(
                certificate,
                Worker.java(
                        Cores.FIRST,
                        List.of("-Xmx512m", "-XX:+UseSerialGC"),
                        SpeechSink.class,
                        Long.toString(betweenCommits.toMillis()),
                        certificate.keyStore().toString()));
    }

    Certificate certificate() {
        return certificate;
    }

    /** @param scheme ws or wss */
    String address(String scheme) {
        return scheme + "://127.0.0.1:" + ports.number(scheme.equals("wss") ? "tls" : "plain");
    }

    String liveAudio() {
        return address("http") + "/live.wav";
    }

    /** What has come since the last time. */
    Reply tally() throws InterruptedException {
        return process.ask("tally", "tally", PATIENCE);
    }

    Duration cpu() {
        return process.cpu();
    }

    @Override
    public void close() throws IOException {
        process.close();
        certificate.close();
    }
}
