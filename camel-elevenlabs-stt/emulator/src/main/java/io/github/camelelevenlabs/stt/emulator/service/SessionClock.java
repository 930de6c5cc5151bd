package io.github.camelelevenlabs.stt.emulator.service;

import java.time.Duration;
import java.util.concurrent.Executor;

/** The service's time on the thread of one connection; it may run faster than the clock on the wall. */
public interface SessionClock extends Executor {

    /** Since the connection was opened. */
    Duration elapsed();

    /** Runs a task later on the connection's thread. */
    Alarm after(Duration delay, Runnable task);

    /** A task to come. */
    interface Alarm {
        void cancel();
    }
}
