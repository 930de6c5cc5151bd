package io.github.camelelevenlabs.stt.benchmark.process;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The processor time of this process. */
public final class ProcessorTime {

    private static final Path STATISTICS = Path.of("/proc/self/stat");
    private static final int USER_TIME_OF_CHILDREN = 13;
    private static final int TICKS_PER_SECOND = 100;

    private ProcessorTime() {}

    /** Used so far, with that of all child processes that have ended, where the system tells it: on Linux. */
    public static Duration withChildren() throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return Duration.ofNanos(system.getProcessCpuTime()).plus(ofChildren());
    }

    private static Duration ofChildren() throws IOException {
        if (!Files.isReadable(STATISTICS)) {
            return Duration.ZERO;
        }
        // Fields are counted behind the name of the program, which is in brackets and may contain anything.
        String line = Files.readString(STATISTICS);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[USER_TIME_OF_CHILDREN]) + Long.parseLong(fields[USER_TIME_OF_CHILDREN + 1]);
        return Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND);
    }
}
