package io.github.camelelevenlabs.stt.benchmark;

import io.github.camelelevenlabs.stt.benchmark.process.Cores;
import io.github.camelelevenlabs.stt.benchmark.process.Worker;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Runs {@link EmulatorUnderLoad} on one core, if the system can limit a process to one, and measures its cost. */
final class EmulatorProcess implements AutoCloseable {

    private static final Duration TO_START = Duration.ofSeconds(60);

    private final Worker process;
    private final URI uri;

    private EmulatorProcess(Worker process) throws InterruptedException {
        this.process = process;
        uri = URI.create(process.await("emulator", TO_START).text("uri"));
    }

    static EmulatorProcess start() throws IOException, InterruptedException {
        return new EmulatorProcess(Worker.java(Cores.FIRST, List.of("-Xmx512m"), EmulatorUnderLoad.class));
    }

    URI uri() {
        return uri;
    }

    /** The processor time used so far, on all cores. */
    Duration cpu() {
        return process.cpu();
    }

    /** The memory in use, or -1 if the system does not report it. */
    long residentMegabytes() throws IOException {
        return process.residentMegabytes();
    }

    @Override
    public void close() {
        process.close();
    }
}
