package io.github.camelelevenlabs.stt.example.callcentre;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.io.FileUtils;

/**
 * A PostgreSQL of the user {@code nobody}, for containers whose user is root: PostgreSQL refuses to run as root. What
 * {@code EmbeddedPostgres} does about that needs a user namespace, which few containers may make.
 */
final class UnprivilegedPostgres implements Closeable {

    private static final int NOBODY = 65_534;
    private static final int SECONDS_TO_END = 10;

    private final Path home;
    private final Path data;
    private final CountDownLatch started = new CountDownLatch(1);
    private final AtomicBoolean stopped = new AtomicBoolean();

    static boolean isNeeded() {
        return "Linux".equals(System.getProperty("os.name")) && "root".equals(System.getProperty("user.name"));
    }

    UnprivilegedPostgres(int port) throws IOException {
        home = Files.createTempDirectory("postgresql");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = home.resolve("data");
        // It is no child of this process, so it would survive a Ctrl-C, as would its files.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        try {
            start(port);
        } catch (IOException e) {
            if (stopped.get()) {
                waitForTheEndOfTheProcess();
            }
            close();
            throw e;
        }
    }

    private void start(int port) throws IOException {
        try {
            String options = "-F -h 127.0.0.1 -k '' -p " + port;
            Files.createDirectory(data);
            Files.setAttribute(data, "unix:uid", NOBODY);
            unpack();
            requireNotStopped();
            asNobody("initdb", "-D", data.toString(), "-A", "trust", "-U", "postgres", "-E", "UTF-8");
            requireNotStopped();
            asNobody("pg_ctl", "-D", data.toString(), "-o", options, "-w", "-t", "120", "start");
        } finally {
            started.countDown();
        }
    }

    private void unpack() throws IOException {
        try (InputStream archive =
                        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary("Linux", System.getProperty("os.arch"));
                TarArchiveInputStream files = new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
            for (TarArchiveEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                requireNotStopped();
                Path file = home.resolve(entry.getName());
                Files.createDirectories(entry.isDirectory() ? file : file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(files, file);
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }

    private void requireNotStopped() throws IOException {
        if (stopped.get()) {
            throw new IOException("PostgreSQL is stopped before it has started");
        }
    }

    /** After a Ctrl-C during the start, whose failure is nothing to tell. */
    private static void waitForTheEndOfTheProcess() {
        try {
            TimeUnit.SECONDS.sleep(SECONDS_TO_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void asNobody(String program, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(home, program, ".log");
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()))
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + program, e);
        }
    }

    @Override
    public void close() {
        if (stopped.compareAndSet(false, true)) {
            try {
                if (!started.await(SECONDS_TO_END, TimeUnit.SECONDS)) {
                    return;
                }
                if (Files.exists(data.resolve("postmaster.pid"))) {
                    asNobody("pg_ctl", "-D", data.toString(), "-w", "-m", "fast", "stop");
                }
                FileUtils.deleteDirectory(home.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
