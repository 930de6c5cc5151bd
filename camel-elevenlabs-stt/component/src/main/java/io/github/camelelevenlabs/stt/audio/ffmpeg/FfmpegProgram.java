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
 * An ffmpeg that can be run.
 *
 * @param libraries where it finds the libraries that it does not find by itself
 */
record FfmpegProgram(Path executable, List<Path> libraries) {

    private static final int START_SECONDS = 20;

    /**
     * All that a decoder of strangers' bytes may know of its surroundings: not the keys that other variables hold, and
     * not FFREPORT, which would make it write files.
     */
    private static final Set<String> INHERITED =
            Set.of("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot", "TEMP", "TMP");

    private static final List<String> OWN_GROUP = OwnProcessGroup.prefix(SearchPath::find);
    private static final Optional<Path> NICE = SearchPath.find("nice");

    private static final int MAX_OF_VERSION = 200;

    /**
     * A process that is about to be started with these arguments: less urgent than ours, and out of reach of the signals
     * that are sent to our process group, where the system knows that.
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

    /** The same, which looks into one more folder. */
    FfmpegProgram withLibraries(Path folder) {
        List<Path> more = new ArrayList<>(libraries);
        more.add(folder);
        return new FfmpegProgram(executable, List.copyOf(more));
    }

    /**
     * What it says instead of its version. A file may be there and yet not run: made for another machine, or missing the
     * system's libraries. Or it runs and is another program.
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
            StderrTail said = new StderrTail(process.getErrorStream());
            said.drain();
            if (process.exitValue() != 0) {
                return Optional.of(said.toString());
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

    /** Only what is there is read: somebody whom the program has started may hold its output open. */
    private static String version(Process process) throws IOException {
        InputStream said = process.getInputStream();
        return new String(said.readNBytes(Math.min(said.available(), MAX_OF_VERSION)), StandardCharsets.UTF_8);
    }
}
