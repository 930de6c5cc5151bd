package io.github.camelelevenlabs.stt.threads;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.ToLongFunction;

/** Nanoseconds that a thread has used of a processor, which tells one that computes from one that waits; 0 where nobody counts. */
final class CpuTime implements ToLongFunction<Thread> {

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final boolean counted = threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();

    @Override
    public long applyAsLong(Thread thread) {
        // -1 of a thread that has ended, or is a virtual one.
        return counted ? Math.max(0, threads.getThreadCpuTime(thread.getId())) : 0;
    }
}
