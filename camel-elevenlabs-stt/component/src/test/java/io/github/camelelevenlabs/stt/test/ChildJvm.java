package io.github.camelelevenlabs.stt.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A JVM with the class path of the tests, which is there to be stopped or killed. */
public final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final CompletableFuture<Void> read;

    /** @param onLine gets every line that it says, on one thread */
    public ChildJvm(Class<?> main, Consumer<String> onLine, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                // Java 24 and newer would warn of Netty's native transport, which the tests have.
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        read = CompletableFuture.runAsync(() -> read(onLine), task -> {
            Thread reader = new Thread(task, "reader of a process");
            reader.setDaemon(true);
            reader.start();
        });
    }

    private void read(Consumer<String> onLine) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                onLine.accept(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it reads. */
    public Writer input() {
        return process.outputWriter(StandardCharsets.UTF_8);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public void signal(String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Kills it with signal 9, and waits until all that it has said is read. */
    public void kill() {
        // Process.destroyForcibly would close its output before all is read.
        process.toHandle().destroyForcibly();
        process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
        read.orTimeout(1, TimeUnit.MINUTES).join();
    }

    @Override
    public void close() {
        kill();
    }
}
