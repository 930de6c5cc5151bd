package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The command prefix that runs a program in its own process group. Ctrl-C in a terminal, and some supervisors, signal
 * the whole group of the JVM; an ffmpeg that received the signal would cut the recording that the stopping JVM still
 * finishes. The program replaces the prefix command and keeps its process id.
 */
final class OwnProcessGroup {

    private OwnProcessGroup() {}

    /**
     * The prefix; empty on Windows, where programs of these names do something else, and on systems that have none of
     * them: there, signals reach the command.
     *
     * @param find finds a program by name
     */
    static List<String> prefix(Function<String, Optional<Path>> find) {
        if (File.separatorChar == '\\') {
            return List.of();
        }
        return Stream.of(
                        // util-linux and BusyBox
                        find.apply("setsid").map(setsid -> List.of(setsid.toString())),
                        // macOS
                        find.apply("perl")
                                .map(perl ->
                                        List.of(perl.toString(), "-e", "setpgrp; exec { $ARGV[0] } @ARGV; exit 127")))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(List.of());
    }
}
