package io.github.camelelevenlabs.stt.emulator.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The scripts of src/test/node and the packages they need, installed under target. */
final class NodeModules {
    private static final int OLDEST = 18;
    private static final int MINUTES_TO_INSTALL = 5;
    private static final Path SCRIPTS = Path.of("src", "test", "node");
    private static final Path FOLDER = Path.of("target", "node");
    private static final Pattern OUT_OF_REACH = Pattern.compile(
            "ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network",
            Pattern.CASE_INSENSITIVE);

    private NodeModules() {}

    /** Installs missing packages. Without Node.js, npm or a registry the test is skipped with the reason. */
    static Path folder() {
        String node = output(SCRIPTS, "node", "--version");
        Matcher version = Pattern.compile("v(\\d+)\\..*", Pattern.DOTALL).matcher(node);
        need(
                version.matches() && Integer.parseInt(version.group(1)) >= OLDEST,
                "Node.js " + OLDEST + " or newer is needed, found: " + node);
        // Another JVM may run the tests of another client at the same time.
        try (FileChannel lock = FileChannel.open(
                Files.createDirectories(FOLDER).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            copyScripts();
            if (!isInstalled()) {
                install();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy " + SCRIPTS.toAbsolutePath(), e);
        }
        return FOLDER;
    }

    private static void copyScripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            for (Path file : files.toList()) {
                Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** npm changes its lock file; the original is kept beside it for comparison. */
    private static boolean isInstalled() {
        Path installed = FOLDER.resolve("installed-lock.json");
        try {
            return Files.exists(installed) && Files.mismatch(installed, FOLDER.resolve("package-lock.json")) == -1;
        } catch (IOException e) {
            return false;
        }
    }

    private static void install() {
        String npm = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win") ? "npm.cmd" : "npm";
        String output = output(FOLDER, npm, "ci", "--loglevel=error", "--prefer-offline");
        try {
            if (Files.isDirectory(FOLDER.resolve("node_modules").resolve("ws"))) {
                Files.copy(
                        FOLDER.resolve("package-lock.json"),
                        FOLDER.resolve("installed-lock.json"),
                        StandardCopyOption.REPLACE_EXISTING);
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to " + FOLDER.toAbsolutePath(), e);
        }
        need(!output.startsWith("Cannot run"), "npm is needed: " + output);
        need(!OUT_OF_REACH.matcher(output).find(), "npm cannot reach its registry: " + output);
        throw new IllegalStateException("npm ci failed: " + output);
    }

    private static void need(boolean fulfilled, String message) {
        if (!fulfilled) {
            System.out.println("Skipped the tests with clients under Node.js. " + message.strip());
        }
        assumeTrue(fulfilled, message);
    }

    /** The output of the command, or the reason why it cannot run. */
    private static String output(Path folder, String... command) {
        try {
            Path output = Files.createTempFile("npm", ".log");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(MINUTES_TO_INSTALL, TimeUnit.MINUTES);
            process.destroyForcibly();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return ended ? text : text + " ETIMEDOUT: " + Arrays.toString(command) + " takes too long";
        } catch (IOException e) {
            return "Cannot run " + command[0] + ": " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + Arrays.toString(command), e);
        }
    }
}
