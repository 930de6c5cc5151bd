package io.github.camelelevenlabs.stt.repository;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A JVM that opens a session, says how many entries are kept, and then appends without end, numbered from there: one entry, two, up to
 * {@link #MAX_BATCH}. After each append it says how many are kept now. What it is told to do is to be killed.
 */
final class AppendingProcess implements AutoCloseable {

    static final String KEY = "call of a process that is killed";
    static final int MAX_BATCH = 16;
    private static final String END = "end of its output";

    private final Process process;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    /** @param store a folder, or the URL of a database */
    AppendingProcess(String store, String... prefix) throws IOException {
        List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                AppendingProcess.class.getName(),
                store));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread reader = new Thread(this::read, "reader of a process");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            said.add(END);
        }
    }

    /** The next line that it says, and has not been taken yet. */
    String next() throws InterruptedException {
        String line = said.poll(1, TimeUnit.MINUTES);
        if (line == null || line.equals(END)) {
            throw new AssertionError("the process said nothing more");
        }
        return line;
    }

    /** All that it says until its end. */
    List<String> rest() throws InterruptedException {
        List<String> rest = new ArrayList<>();
        for (String line = said.poll(1, TimeUnit.MINUTES); !END.equals(line); line = said.poll(1, TimeUnit.MINUTES)) {
            rest.add(line);
        }
        return rest;
    }

    long pid() {
        return process.pid();
    }

    /** Kills it with signal 9, and waits for its end. {@link Process#destroyForcibly} would close its output before all is read. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
    }

    @Override
    public void close() {
        kill();
    }

    static String entry(int number) {
        return "{\"number\":" + number + ",\"text\":\"" + "word ".repeat(number % 300) + "\"}";
    }

    static List<String> entries(int from, int to) {
        return IntStream.range(from, to).mapToObj(AppendingProcess::entry).toList();
    }

    /** @param store a folder, or the URL of a database */
    static SessionRepository repository(String store) {
        return store.startsWith("jdbc:")
                ? new JdbcSessionRepository(new UrlDataSource(store))
                : new FileSessionRepository(Path.of(store));
    }

    public static void main(String[] arguments) throws Exception {
        SessionRepository repository = repository(arguments[0]);
        SessionRepository.KeptSession session = repository.open(KEY);
        int kept = session.entries().size();
        System.out.println(kept);
        try {
            for (int batch : (Iterable<Integer>) Stream.iterate(1, size -> size % MAX_BATCH + 1)::iterator) {
                repository.append(KEY, session.epoch(), entries(kept, kept + batch));
                kept += batch;
                System.out.println(kept);
            }
        } catch (SupersededException | IOException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
