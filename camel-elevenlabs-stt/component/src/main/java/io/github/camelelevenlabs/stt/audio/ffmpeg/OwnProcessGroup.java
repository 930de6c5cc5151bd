package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is put before a command so that it runs in a process group of its own. A terminal's Ctrl-C and some supervisors
 * signal the whole group of the JVM; a decoder that obeyed would cut the recording that the stopping JVM still finishes.
 * The program replaces what stands before it: it keeps its process id.
 */
final class OwnProcessGroup {

    private OwnProcessGroup() {}

    /**
     * Empty on Windows, where programs of these names do something else, and on systems that have none of them: there
     * signals reach the command as well.
     *
     * @param find where a program of this name is
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
