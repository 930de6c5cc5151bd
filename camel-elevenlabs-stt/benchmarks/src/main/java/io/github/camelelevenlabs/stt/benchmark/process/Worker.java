package io.github.camelelevenlabs.stt.benchmark.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Another process, which reads commands from its input, one a line, and writes a line for each thing that has happened. It ends
 * when its input does.
 */
public final class Worker implements AutoCloseable {

    private static final String THE_END = "";
    private static final Duration TO_END = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final BufferedWriter commands;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Worker(String name, Process process) {
        this.name = name;
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "lines of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** A JVM with the class path of this one. */
    public static Worker java(Cores cores, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(javaCommand()));
        command.addAll(options);
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return start(cores, main.getSimpleName(), command, new File("."), Map.of());
    }

    /** The java of this JVM. */
    public static String javaCommand() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** @param environment variables that are added */
    public static Worker start(
            Cores cores, String name, List<String> command, File folder, Map<String, String> environment)
            throws IOException {
        List<String> all = new ArrayList<>(cores.prefix());
        all.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(all).directory(folder).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return new Worker(name, builder.start());
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add(name + " cannot be read: " + e);
        }
        lines.add(THE_END);
    }

    public void tell(String command) {
        try {
            commands.write(command);
            commands.write('\n');
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " ended before the command '" + command + "'", e);
        }
    }

    /** Sends a command and waits for the line that begins with this word. */
    public Reply ask(String command, String word, Duration limit) throws InterruptedException {
        tell(command);
        return await(word, limit);
    }

    /** The next line, which has to begin with this word. */
    public Reply await(String word, Duration limit) throws InterruptedException {
        String line = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new IllegalStateException(
                    name + " said nothing for " + limit.toSeconds() + " s, but should say " + word);
        }
        Reply reply = Reply.of(line);
        if (!reply.is(word)) {
            throw new IllegalStateException(
                    name + (line.equals(THE_END) ? " ended" : " said '" + line + "'") + ", but should say " + word);
        }
        return reply;
    }

    /** Waits for a process that ends by itself. */
    public void awaitEnd(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(name + " does not end");
        }
    }

    /** The processor time used so far, in steps of 10 ms on Linux. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The memory in use, or -1 if the system does not report it. */
    public long residentMegabytes() throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return -1;
        }
        try (Stream<String> all = Files.lines(status)) {
            return all.filter(line -> line.toLowerCase(Locale.ROOT).startsWith("vmrss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(-1);
        }
    }

    @Override
    public void close() {
        try {
            commands.close();
        } catch (IOException e) {
            // It has ended already.
        }
        try {
            if (!process.waitFor(TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
