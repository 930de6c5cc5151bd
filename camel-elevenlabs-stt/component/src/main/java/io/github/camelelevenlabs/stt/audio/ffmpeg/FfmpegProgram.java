package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An ffmpeg that can be run.
 *
 * @param libraries where it finds its own libraries; empty when it knows that itself
 */
record FfmpegProgram(Path executable, Optional<Path> libraries) {

    /**
     * All that a decoder of strangers' bytes may know of its surroundings: not the keys that other variables hold, and
     * not FFREPORT, which would make it write files.
     */
    private static final Set<String> INHERITED =
            Set.of("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot", "TEMP", "TMP");

    private static final Optional<Path> NICE = SearchPath.find("nice");

    /**
     * A process that is about to be started with these arguments, less urgent than ours where the system knows that.
     */
    ProcessBuilder command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        NICE.ifPresent(nice -> command.addAll(List.of(nice.toString(), "-n", "10")));
        command.add(executable.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        libraries.ifPresent(folder -> environment.merge(
                "LD_LIBRARY_PATH", folder.toString(), (old, added) -> added + File.pathSeparator + old));
        return builder;
    }
}
