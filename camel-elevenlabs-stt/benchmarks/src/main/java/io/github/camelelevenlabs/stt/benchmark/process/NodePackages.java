package io.github.camelelevenlabs.stt.benchmark.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The official SDK for Node.js, in the version that the emulator's tests use, installed in {@code target/node}. */
public final class NodePackages {

    private static final Path MANIFESTS = Path.of("..", "emulator", "src", "test", "node");
    private static final Path SCRIPTS = Path.of("src", "main", "node");
    private static final Path FOLDER = Path.of("target", "node");
    private static final int MINUTES_TO_INSTALL = 5;

    private NodePackages() {}

    /** The folder with the scripts and their packages; empty, with a word on the console, when they cannot be had. */
    public static Optional<Path> install() throws IOException, InterruptedException {
        try {
            Files.createDirectories(FOLDER);
            Files.copy(SCRIPTS.resolve("sdk.js"), FOLDER.resolve("sdk.js"), StandardCopyOption.REPLACE_EXISTING);
            if (!isInstalled()) {
                for (String manifest : List.of("package.json", "package-lock.json")) {
                    Files.copy(
                            MANIFESTS.resolve(manifest), FOLDER.resolve(manifest), StandardCopyOption.REPLACE_EXISTING);
                }
                boolean windows =
                        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win");
                run(windows ? "npm.cmd" : "npm", "ci", "--loglevel=error", "--prefer-offline");
                Files.copy(
                        MANIFESTS.resolve("package-lock.json"),
                        FOLDER.resolve("installed-lock.json"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            run("node", "--version");
            return Optional.of(FOLDER);
        } catch (IOException e) {
            System.out.println(
                    "Without the official SDK, which needs Node.js 18, npm and its registry: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether what is there is of the manifest of today. */
    private static boolean isInstalled() throws IOException {
        Path installed = FOLDER.resolve("installed-lock.json");
        return Files.exists(installed) && Files.mismatch(installed, MANIFESTS.resolve("package-lock.json")) == -1;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        boolean ended = process.waitFor(MINUTES_TO_INSTALL, TimeUnit.MINUTES);
        process.destroyForcibly();
        if (!ended || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + (ended ? " failed" : " does not end"));
        }
    }
}
