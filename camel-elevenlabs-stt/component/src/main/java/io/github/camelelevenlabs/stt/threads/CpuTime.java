package io.github.camelelevenlabs.stt.threads;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.ToLongFunction;

/** The CPU time of a thread in nanoseconds, by which a thread that computes differs from one that waits; 0 when unknown. */
final class CpuTime implements ToLongFunction<Thread> {

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final boolean counted = threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();

    @Override
    public long applyAsLong(Thread thread) {
        // -1 of a thread that has ended, or is a virtual one.
        return counted ? Math.max(0, threads.getThreadCpuTime(thread.getId())) : 0;
    }
}
