package io.github.camelelevenlabs.stt.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@link EmulatorUnderLoad} on one core, if the system can limit a process to one, and measures its cost. */
final class EmulatorProcess implements AutoCloseable {
    private static final Path TASKSET = Path.of("/usr/bin/taskset");
    private static final String HEAP = "512m";

    private final Process process;
    private final boolean pinned;
    private final URI uri;

    private EmulatorProcess(Process process, boolean pinned) throws IOException {
        this.process = process;
        this.pinned = pinned;
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null) {
            throw new IOException("The emulator did not start; see its output above");
        }
        uri = URI.create(line);
    }

    static EmulatorProcess start() throws IOException {
        boolean pinned = Files.isExecutable(TASKSET);
        List<String> command = new ArrayList<>();
        if (pinned) {
            command.addAll(List.of(TASKSET.toString(), "--cpu-list", "0"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-classpath",
                System.getProperty("java.class.path"),
                EmulatorUnderLoad.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new EmulatorProcess(process, pinned);
    }

    URI uri() {
        return uri;
    }

    /** Whether it is limited to one core. */
    boolean isPinned() {
        return pinned;
    }

    /** The processor time used so far, on all cores. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The memory in use, or -1 if the system does not report it. */
    long residentMegabytes() throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return -1;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.toLowerCase(Locale.ROOT).startsWith("vmrss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(-1);
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
