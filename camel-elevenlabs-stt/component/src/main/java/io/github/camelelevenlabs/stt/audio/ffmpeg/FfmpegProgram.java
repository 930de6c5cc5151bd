package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * An ffmpeg executable.
 *
 * @param libraries folders with libraries that it does not find by itself
 */
record FfmpegProgram(Path executable, List<Path> libraries) {

    private static final int START_SECONDS = 20;

    /**
     * The environment variables that the process inherits. It decodes bytes from strangers, so it must not see
     * variables with keys, nor FFREPORT, which would make it write files.
     */
    private static final Set<String> INHERITED =
            Set.of("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot", "TEMP", "TMP");

    private static final List<String> OWN_GROUP = OwnProcessGroup.prefix(SearchPath::find);
    private static final Optional<Path> NICE = SearchPath.find("nice");

    private static final int MAX_OF_VERSION = 200;

    /**
     * Prepares a process with these arguments: with lower priority than the JVM, and, where the system supports it,
     * outside the process group of the JVM, so that signals to that group do not reach it.
     */
    ProcessBuilder command(List<String> arguments) {
        List<String> command = new ArrayList<>(OWN_GROUP);
        NICE.ifPresent(nice -> command.addAll(List.of(nice.toString(), "-n", "10")));
        command.add(executable.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        if (!libraries.isEmpty()) {
            String folders = libraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
            environment.merge("LD_LIBRARY_PATH", folders, (old, added) -> added + File.pathSeparator + old);
        }
        return builder;
    }

    /** A copy with one more library folder. */
    FfmpegProgram withLibraries(Path folder) {
        List<Path> more = new ArrayList<>(libraries);
        more.add(folder);
        return new FfmpegProgram(executable, List.copyOf(more));
    }

    /**
     * Why the program does not run; empty when it does. Blocks for at most {@value #START_SECONDS} s. A file may
     * exist and yet not run: it may be made for another machine, or system libraries may be missing. Or it runs, but
     * is another program.
     */
    Optional<String> failureToRun() throws InterruptedException {
        Process process;
        try {
            process = command(List.of("-version")).start();
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
        try {
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                return Optional.of("it did not say its version within " + START_SECONDS + " s");
            }
            StderrTail output = new StderrTail(process.getErrorStream(), line -> {});
            output.drain();
            if (process.exitValue() != 0) {
                return Optional.of(output.toString());
            }
            return version(process).contains("ffmpeg version")
                    ? Optional.empty()
                    : Optional.of("asked for its version, it did not say that it is ffmpeg");
        } catch (IOException e) {
            return Optional.of(e.toString());
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
            }
            process.destroyForcibly();
        }
    }

    /** Reads only available bytes: a child of the program may keep its output open. */
    private static String version(Process process) throws IOException {
        InputStream output = process.getInputStream();
        return new String(output.readNBytes(Math.min(output.available(), MAX_OF_VERSION)), StandardCharsets.UTF_8);
    }
}
