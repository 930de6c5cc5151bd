package io.github.camelelevenlabs.stt.benchmark.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** On which core a process runs, where the system can say so. What is measured does not share its core with the server. */
public enum Cores {
    ANY,
    FIRST,
    LAST;

    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    /** Whether processes are limited to a core of their own. */
    public static boolean arePinned() {
        return Files.isExecutable(TASKSET);
    }

    /** What stands before a command so that it runs here. */
    List<String> prefix() {
        if (this == ANY || !arePinned()) {
            return List.of();
        }
        int core = this == FIRST ? 0 : Runtime.getRuntime().availableProcessors() - 1;
        return List.of(TASKSET.toString(), "--cpu-list", Integer.toString(core));
    }
}
