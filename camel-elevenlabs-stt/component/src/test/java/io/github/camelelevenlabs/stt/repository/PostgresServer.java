package io.github.camelelevenlabs.stt.repository;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.io.FileUtils;

/**
 * A PostgreSQL on this computer, new, and gone when closed. It refuses to run as root, which is the user of many containers: there it
 * runs as {@code nobody}.
 */
final class PostgresServer implements Closeable {

    private static final int NOBODY = 65_534;

    private final int port;
    private final Closeable server;

    PostgresServer() throws IOException {
        port = freePort();
        if ("Linux".equals(System.getProperty("os.name")) && "root".equals(System.getProperty("user.name"))) {
            server = startAsNobody();
        } else {
            server = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .start();
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Closeable startAsNobody() throws IOException {
        Path home = Files.createTempDirectory("postgresql");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path data = Files.createDirectory(home.resolve("data"));
        Files.setAttribute(data, "unix:uid", NOBODY);
        unpack(home);
        asNobody(home, "initdb", "-D", data.toString(), "-A", "trust", "-U", "postgres", "-E", "UTF-8", "-N");
        String options = "-F -h 127.0.0.1 -k '' -p " + port;
        asNobody(home, "pg_ctl", "-D", data.toString(), "-o", options, "-w", "-t", "120", "start");
        Closeable stop = () -> {
            if (Files.exists(home)) {
                asNobody(home, "pg_ctl", "-D", data.toString(), "-w", "-m", "immediate", "stop");
                FileUtils.deleteDirectory(home.toFile());
            }
        };
        // It is no child of this process and would outlive it.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeSilently(stop)));
        return stop;
    }

    private static void closeSilently(Closeable server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpack(Path home) throws IOException {
        try (InputStream archive =
                        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary("Linux", System.getProperty("os.arch"));
                TarArchiveInputStream files = new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
            for (TarArchiveEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
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

    private static void asNobody(Path home, String program, String... arguments) throws IOException {
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
    public void close() throws IOException {
        server.close();
    }
}
