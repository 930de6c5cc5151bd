package io.github.camelelevenlabs.stt.emulator.service;

import java.time.Duration;
import java.util.concurrent.Executor;

/** The service's time on the thread of one connection; it may run faster than real time. */
public interface SessionClock extends Executor {

    /** The time since the connection was opened. */
    Duration elapsed();

    /** Runs a task later on the connection's thread. */
    Alarm after(Duration delay, Runnable task);

    /** A task that has been scheduled. */
    interface Alarm {
        void cancel();
    }
}
